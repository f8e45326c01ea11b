import 'server-only'
import { routes, type Company } from '@tessera/contract'
import { ask } from '../../../session/viewer'

/** The companies to choose from. `all`: whether there are no more than these. */
export interface Companies {
  readonly items: readonly Pick<Company, 'id' | 'name'>[]
  readonly all: boolean
}

/** As many as one answer has. When there is none, people can still type an id. */
export async function companiesToChoose(): Promise<Companies> {
  const answer = await ask(routes.listCompanies, { query: { limit: 100 } })
  if (!answer.ok) return { items: [], all: false }
  const { items, next } = answer.body
  return { items: items.map(({ id, name }) => ({ id, name })), all: next === null }
}
