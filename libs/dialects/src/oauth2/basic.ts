export interface BasicCredentials {
  readonly id: string
  readonly secret: string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** What each of its characters stands for. */
const sextets = new Map(Array.from(alphabet, (character, sextet) => [character.charCodeAt(0), sextet]))
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Reads what stands behind `Basic` when a client authenticates (RFC 6749 §2.3.1): id and secret, each form-urlencoded, then joined by
 * a colon and encoded as base64. Other uses of Basic leave the first step out; an id or secret without `+` and `%` is the same either way.
 *
 * @returns null when it is no base64 of UTF-8, has no colon, or one of the two is not form-urlencoded
 */
export function readBasic(credentials: string): BasicCredentials | null {
  if (!base64.test(credentials)) return null
  try {
    // It throws for what is not UTF-8, and for an escape that is none.
    const text = textOf(credentials)
    const colon = text.indexOf(':')
    return colon < 0 ? null : { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) }
  } catch {
    return null
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

/** The text whose UTF-8 base64 holds. By hand, because this room compiles against the language alone: `atob` and `Buffer` are its host's. */
function textOf(encoded: string): string {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (let at = 0; at < encoded.length; at++) {
    const sextet = sextets.get(encoded.charCodeAt(at))
    if (sextet === undefined) break
    bits = ((bits << 6) | sextet) & 0xfff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes.push((bits >> held) & 0xff)
  }
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes)
  return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
}
