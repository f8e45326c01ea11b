import 'server-only'
import type { Known } from '../sessions/filter-words'
import { nameOfScope } from './new/names'
import type { Aim } from './words'

/** The names of the user, client and company that one revocation is about. */
export async function namesFor({ everything, filter }: Aim): Promise<Known> {
  const named = async (scope: 'user' | 'client' | 'company') => {
    const id = everything?.scope === scope ? everything.id : (filter?.[`${scope}_id`] ?? null)
    const name = await nameOfScope(scope, id === null ? null : String(id))
    return name === null ? [] : [{ id: String(id), name }]
  }
  const [users, clients, companies] = await Promise.all([named('user'), named('client'), named('company')])
  return {
    users: users.map(({ id, name }) => ({ id, email: name })),
    clients,
    companies: { items: companies.map(({ id, name }) => ({ id: Number(id), name })), all: false },
  }
}
