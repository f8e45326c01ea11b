import 'server-only'
import { routes } from '@tessera/contract'
import { ask } from '../../../../session/viewer'
import type { Scope } from './scopes'

/** What people call whose everything ends; null where nobody can say, and for the platform. */
export async function nameOfScope(scope: Scope, id: string | null): Promise<string | null> {
  if (id === null) return null
  switch (scope) {
    case 'user': {
      const answer = await ask(routes.readUser, { params: { id } })
      return answer.ok ? answer.body.email : null
    }
    case 'client': {
      const answer = await ask(routes.readClient, { params: { id } })
      return answer.ok ? answer.body.name : null
    }
    case 'company': {
      const answer = await ask(routes.readCompany, { params: { id: Number(id) } })
      return answer.ok ? answer.body.name : null
    }
    case 'platform':
      return null
  }
}

type Named = { readonly ok: true; readonly id: string; readonly fault?: undefined } | { readonly ok: false; readonly fault: string }

/** The id of a user who was named by it, or by the whole e-mail. */
export async function userIdOf(typed: string): Promise<Named> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed)) return { ok: true, id: typed.toLowerCase() }
  const answer = await ask(routes.listUsers, { query: { q: typed, limit: 10 } })
  if (!answer.ok) return { ok: false, fault: 'The API did not say who this is. Try again in a moment.' }
  const user = answer.body.items.find(({ email }) => email === typed.trim().toLowerCase())
  return user ? { ok: true, id: user.id } : { ok: false, fault: 'No user has this e-mail or id.' }
}
