import { textOf } from '../base64url.js'
import type { KeyPair } from './keys.js'

/** A request that somebody proves to have sent. */
export interface RequestToProve {
  readonly method: string
  readonly url: string
  /** The access token beside it. */
  readonly accessToken: string | null
  /** The newest nonce of the server that is asked. */
  readonly nonce: string | undefined
  /** Milliseconds since 1970, by the server's clock as far as it is known. */
  readonly now: number
}

/** The value of a `DPoP` header (RFC 9449 §4.2), for one request. Each is a new one. */
export async function proofOf({ method, url, accessToken, nonce, now }: RequestToProve, { publicKey, privateKey }: KeyPair) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } }
  const { origin, pathname } = new URL(url)
  const claims = {
    jti: textOf(crypto.getRandomValues(new Uint8Array(16))),
    htm: method,
    htu: origin + pathname,
    iat: Math.floor(now / 1000),
    ...(accessToken !== null && { ath: textOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(accessToken)))) }),
    ...(nonce !== undefined && { nonce }),
  }
  const signed = `${encoded(header)}.${encoded(claims)}`
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes(signed))
  return `${signed}.${textOf(new Uint8Array(signature))}`
}

function encoded(part: object): string {
  return textOf(bytes(JSON.stringify(part)))
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
