import { base64url, calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import type { dpopAlgorithms } from '../dpop-proof.js'

/** A request that somebody wants to prove to have sent. */
export interface RequestToProve {
  readonly method: string
  readonly url: string
  readonly nonce?: string
  readonly accessToken?: string
}

/** What a test makes wrong: an undefined member takes one away. */
export interface ProofChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: JWTPayload
  /** Signs in the place of the holder's own. */
  readonly key?: CryptoKey | Uint8Array
}

/** Somebody who has a key, and proves it as clients do (RFC 9449 §4.2). For tests. */
export interface KeyHolder {
  readonly thumbprint: string
  readonly publicJwk: JWK
  /** The value of a `DPoP` header. Each is a new one. */
  prove(request: RequestToProve, changes?: ProofChanges): Promise<string>
}

/** @param now by the holder's own clock, in milliseconds */
export async function keyHolder(alg: (typeof dpopAlgorithms)[number] = 'ES256', now: () => number = Date.now): Promise<KeyHolder> {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  const publicJwk = await exportJWK(publicKey)
  return {
    thumbprint: await calculateJwkThumbprint(publicKey),
    publicJwk,
    async prove({ method, url, nonce, accessToken }, { header, claims, key } = {}) {
      const said = {
        jti: crypto.randomUUID(),
        htm: method,
        htu: url,
        iat: Math.floor(now() / 1000),
        ...(nonce !== undefined && { nonce }),
        ...(accessToken !== undefined && { ath: await hashOf(accessToken) }),
      }
      return new SignJWT({ ...said, ...claims })
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk: publicJwk, ...header })
        .sign(key ?? privateKey)
    },
  }
}

/** Said here again: a mistake of the verifier's would agree with itself. */
async function hashOf(accessToken: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken))))
}
