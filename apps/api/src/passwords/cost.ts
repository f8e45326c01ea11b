import { readPasswordHash } from '@tessera/persistence'

/** What one hash with argon2id takes (RFC 9106, section 3.1). */
export interface HashCost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly lanes: number
}

/** OWASP's first choice for argon2id at 19 MiB. */
export const defaultCost: HashCost = { memory: 19_456, passes: 2, lanes: 1 }

/** OWASP's choices, all of them about as hard to guess against: less memory wants more passes. */
const leastOf = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9_216, 4],
  [7_168, 5],
] as const

/**
 * Reads a cost as hashes themselves have it, such as `m=19456,t=2,p=1`.
 *
 * @returns undefined where it is none, or where what is hashed at it would be too costly to be read again (`readPasswordHash`)
 */
export function readCost(text: string): HashCost | undefined {
  const found = /^m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,7})$/.exec(text)
  if (!found) return undefined
  if (typeof readPasswordHash(`$argon2id$v=19$${text}$${'A'.repeat(22)}$${'A'.repeat(43)}`) === 'string') return undefined
  return { memory: Number(found[1]), passes: Number(found[2]), lanes: Number(found[3]) }
}

/** Whether it is less than OWASP's least. */
export function isTooCheap({ memory, passes }: HashCost): boolean {
  return !leastOf.some(([least, fewest]) => memory >= least && passes >= fewest)
}

/** As hashes begin that were made at it. */
export function beginningAt({ memory, passes, lanes }: HashCost): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$`
}
