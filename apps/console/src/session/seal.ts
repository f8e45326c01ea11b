import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import type { Tokens } from './tokens'

/** Encrypts the tokens for the cookie (JWE, `dir` with A256GCM). It is void when the session's time is up. */
export function seal(tokens: Tokens, secret: Uint8Array): Promise<string> {
  const { sessionEndsAt, ...rest } = tokens
  return new EncryptJWT({ ...rest })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(Math.ceil(sessionEndsAt / 1000))
    .encrypt(secret)
}

/** The tokens in a sealed cookie; null when it was not sealed by us, with this secret and in this version's shape, or is void. */
export async function unseal(sealed: string, secret: Uint8Array, now: number): Promise<Tokens | null> {
  try {
    const { payload } = await jwtDecrypt(sealed, secret, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      currentDate: new Date(now),
      requiredClaims: ['exp'],
    })
    const { exp = 0, accessToken, refreshToken, sessionId, receivedAt, accessEndsAt, insisted } = payload
    const whole =
      typeof accessToken === 'string' &&
      typeof refreshToken === 'string' &&
      typeof sessionId === 'string' &&
      typeof receivedAt === 'number' &&
      typeof accessEndsAt === 'number' &&
      typeof insisted === 'boolean'
    return whole ? { accessToken, refreshToken, sessionId, receivedAt, accessEndsAt, insisted, sessionEndsAt: exp * 1000 } : null
  } catch (fault) {
    if (fault instanceof errors.JOSEError) return null
    throw fault
  }
}
