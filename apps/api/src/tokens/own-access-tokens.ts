import { accessTokenVerifier, type VerifyAccessToken } from '@tessera/verifier'
import type { SigningKeys } from '../signing-keys/signing-keys.js'

/** Seconds: more than lie between any two times. */
const whenever = Number.MAX_SAFE_INTEGER

/**
 * Checks access tokens of ours, whenever they are of. Their times are the database's, and whoever takes one asks it whether `exp` has come: what this
 * process knows of that clock is wrong for some seconds where its machine has slept, or the database's clock was set or is another machine's by now.
 *
 * @param audience left out: the issuer
 */
export function ownAccessTokens(issuer: string, signingKeys: Pick<SigningKeys, 'find'>, audience = issuer): VerifyAccessToken {
  return accessTokenVerifier({ issuer, audience, keys: (kid) => signingKeys.find(kid), clockTolerance: whenever })
}
