import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

type Json = Readonly<Record<string, unknown>>

const encoded = (json: Json) => Buffer.from(JSON.stringify(json)).toString('base64url')
const decoded = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Json

/** A JWT taken apart, for tests that put it together wrongly. */
export function partsOf(token: string): { readonly header: Json; readonly claims: Json; readonly signature: string } {
  const [header, claims, signature = ''] = token.split('.')
  return { header: decoded(header), claims: decoded(claims), signature }
}

/** A token with any header, claims and signature. */
export function unsigned(header: Json, claims: Json, signature = ''): string {
  return `${encoded(header)}.${encoded(claims)}.${signature}`
}

/** What whoever takes the `alg` from the token would accept: an HMAC whose key is a public key that all can read. */
export function signedWithPublicKey(header: Json, claims: Json, secret: string | Buffer): string {
  const input = `${encoded({ ...header, alg: 'HS256' })}.${encoded(claims)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

/** Signed correctly, with a key of the forger's own. */
export function signedBy(key: KeyObject, header: Json, claims: Json): string {
  const input = `${encoded(header)}.${encoded(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

export function keyOfOurOwn(): { readonly privateKey: KeyObject; readonly jwk: Json } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) as Json }
}

/** A published key in each form that a careless verifier may have it in memory. */
export function formsOf(jwk: Json): (string | Buffer)[] {
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const pem = key.export({ type: 'spki', format: 'pem' }).toString()
  return [pem, pem.trim(), key.export({ type: 'spki', format: 'der' }), JSON.stringify(jwk)]
}
