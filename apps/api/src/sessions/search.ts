import type { Search } from '@tessera/persistence'
import { networkIn } from '../http/origin.js'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a search text looks like: a session's or user's id, an address or a network, an e-mail's beginning, or part of a device. */
export function searchFor(text: string): Search {
  const typed = text.trim()
  if (uuid.test(typed)) return { sessionOrUserId: typed.toLowerCase() }
  const ip = networkIn(typed)
  if (ip !== null) return { ip }
  return typed.includes('@') ? { emailPrefix: typed.toLowerCase() } : { emailPrefixOrDevice: typed }
}
