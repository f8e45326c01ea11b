import { randomInt } from 'node:crypto'
import { ClientId } from '@tessera/contract'

/** Without the letters and digits that people take for one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const randomPart = 12
const longestName = 40

/** An id for a client of that name, which says what it is and is nobody else's: `shop-for-bicycles-7hq2m9xw4kdp`. */
export function newClientId(name: string): string {
  const readable = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestName)
    .replace(/^-|-$/g, '')
  const random = Array.from({ length: randomPart }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `${readable || 'client'}-${random}`
}

/** How every secret of ours begins, whatever its kind. */
const secret = /^tessera_(rt|cs|ak)_/

/**
 * Whether what was sent as a client's id may be written down. Whoever confuses their settings sends a secret, a token or somebody's
 * e-mail in its place.
 */
export function isShowableClientId(text: string): boolean {
  return ClientId.safeParse(text).success && !secret.test(text)
}
