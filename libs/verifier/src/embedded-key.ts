import { type CryptoKey, EmbeddedJWK, errors, type JWSHeaderParameters } from 'jose'

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/**
 * The public key that a proof brings with it in its header (RFC 9449 §4.2).
 *
 * @throws errors.JWKInvalid for anything that is no public key to trust a signature of
 */
export async function embeddedKey(header: JWSHeaderParameters): Promise<CryptoKey> {
  const key = await EmbeddedJWK(header).catch((cause: unknown) => {
    throw new errors.JWKInvalid('The header has no public key that fits its algorithm.', { cause })
  })
  const { jwk = {} } = header
  // Whoever sends their private key has given it away: nothing that it signs proves anything.
  if (privateMembers.some((member) => member in jwk)) throw new errors.JWKInvalid('The key has private members.')
  // jose throws a TypeError for a key that says it verifies nothing: a fault of ours, where it is one of the sender's.
  if (!key.usages.includes('verify')) throw new errors.JWKInvalid('The key is not for verifying.')
  if (jwk.kty === 'RSA') {
    if ((key.algorithm as RsaHashedKeyAlgorithm).modulusLength < 2048) throw new errors.JWKInvalid('The RSA key is too short.')
    // The exponent is the sender's choice, and the work of a verification grows with it: usual ones have three bytes.
    if ((jwk.e?.length ?? 0) > 6) throw new errors.JWKInvalid('The RSA exponent is too long.')
  }
  return key
}
