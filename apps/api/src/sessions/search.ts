import type { Search } from '@tessera/persistence'
import { addressIn } from '../http/origin.js'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a search text looks like: a session's or user's id, a network address, or else the beginning of an e-mail. */
export function searchFor(text: string): Search {
  const typed = text.trim()
  if (uuid.test(typed)) return { sessionOrUserId: typed.toLowerCase() }
  const ip = addressIn(typed)
  if (ip !== null) return { ip }
  return { emailPrefix: typed.toLowerCase() }
}
