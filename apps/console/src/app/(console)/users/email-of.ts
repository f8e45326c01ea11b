import 'server-only'
import { Id, routes } from '@tessera/contract'
import { ask } from '../../../session/viewer'

/** What people call a user who is named by id in an address; null when there is none, or none within reach. */
export async function emailOf(id: string | null): Promise<string | null> {
  if (!Id.safeParse(id).success) return null
  const answer = await ask(routes.readUser, { params: { id: id ?? '' } })
  return answer.ok ? answer.body.email : null
}

/** The same of several, for the chips of a list. */
export async function usersNamedBy(
  ...ids: readonly (string | null)[]
): Promise<readonly { readonly id: string; readonly email: string }[]> {
  const named = await Promise.all([...new Set(ids)].map(async (id) => ({ id, email: await emailOf(id) })))
  return named.flatMap(({ id, email }) => (id === null || email === null ? [] : [{ id, email }]))
}
