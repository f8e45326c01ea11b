import { createHash, randomInt, randomBytes } from 'node:crypto'

/** Secret scanners look for it. */
export const apiKeyPrefix = 'tessera_ak_'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const visible = 10
const pattern = new RegExp(`^${apiKeyPrefix}([A-Za-z0-9]{${visible}})_[A-Za-z0-9_-]{43}$`)

/** A key as it is stored and looked for: found by the part that may be seen, and believed by the hash of the whole. */
export interface ApiKeyDigest {
  readonly prefix: string
  /** SHA-256: a key has 256 random bits, so nothing slower is needed. */
  readonly hash: Buffer
}

/** A new key, to be shown once; `digestOf` it is what is stored. */
export function newApiKey(): string {
  const prefix = Array.from({ length: visible }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `${apiKeyPrefix}${prefix}_${randomBytes(32).toString('base64url')}`
}

/** The digest of a key; null for a string that is no key of ours, which needs no look into the database. */
export function digestOf(key: string): ApiKeyDigest | null {
  const [, prefix] = pattern.exec(key) ?? []
  return prefix === undefined ? null : { prefix, hash: createHash('sha256').update(key).digest() }
}
