import { createHash, randomBytes } from 'node:crypto'

/** Secret scanners look for it. */
export const clientSecretPrefix = 'tessera_cs_'

/** A new secret of a confidential client (RFC 6749 §2.3.1): 256 random bits. Shown once, and stored as `clientSecretHash` alone. */
export function newClientSecret(): string {
  return clientSecretPrefix + randomBytes(32).toString('base64url')
}

/** What is stored of a secret: SHA-256. Its 256 bits cannot be guessed, so nothing slower is needed. */
export function clientSecretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
