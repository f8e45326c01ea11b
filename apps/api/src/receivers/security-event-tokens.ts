import type { Instant } from '@tessera/core'
import type { AddressedReceiver, DueDelivery } from '@tessera/persistence'
import type { SigningKeys } from '../signing-keys/signing-keys.js'
import { signedJwt } from '../tokens/signed-jwt.js'
import { revocationEvent, verificationEvent } from './security-event.js'

const prefix = 'set_'

/** The `jti` of a delivery: the same at every attempt, so whoever gets it twice can tell. */
export const jtiOf = (deliveryId: number): string => prefix + String(deliveryId)

/** The delivery of a `jti`; null when it is none of ours. */
export function deliveryOf(jti: string): number | null {
  const [, digits] = /^set_([1-9]\d{0,15})$/.exec(jti) ?? []
  const id = Number(digits)
  return Number.isSafeInteger(id) ? id : null
}

/**
 * Security event tokens (RFC 8417): JWTs under the keys in JWKS, of a type of their own (`secevent+jwt`), without `sub` and `exp`, so that nobody takes
 * one for an access token.
 */
export class SecurityEventTokens {
  constructor(
    private readonly signingKeys: Pick<SigningKeys, 'activeAt'>,
    private readonly issuer: string,
  ) {}

  /** @param now the database's time */
  sign({ id, companyId, audience, url }: AddressedReceiver, { id: deliveryId, entry }: DueDelivery, now: Instant): string {
    const event = entry ? revocationEvent(entry, this.issuer, companyId) : verificationEvent(id)
    const claims = { iss: this.issuer, aud: audience ?? url ?? id, iat: Math.floor(now / 1000), jti: jtiOf(deliveryId), ...event }
    return signedJwt('secevent+jwt', claims, this.signingKeys.activeAt(now))
  }
}
