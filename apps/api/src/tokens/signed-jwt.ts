import { type KeyObject, sign } from 'node:crypto'

/** A private key of P-256, and the name under which JWKS has its public half. */
export interface JwtKey {
  readonly kid: string
  readonly privateKey: KeyObject
}

/**
 * A JWT in the compact form (RFC 7515 §3.1), signed with ES256 (RFC 7518 §3.4). What it says must be whole already: nothing is added to it.
 *
 * @param type the `typ` of its header, which tells one kind of token from every other (RFC 8725 §3.11)
 */
export function signedJwt(type: string, claims: object, { kid, privateKey }: JwtKey): string {
  const input = `${encoded({ alg: 'ES256', typ: type, kid })}.${encoded(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
