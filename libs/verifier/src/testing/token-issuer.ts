import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose'

/** Signs access tokens as the platform does. For tests: `resourceServer({ issuer, audience, keys: tokenIssuer.keys })`. */
export interface TokenIssuer {
  readonly issuer: string
  readonly keys: JSONWebKeySet
  /** What the token of a user's session says, if nothing is changed: it lives for fifteen minutes from now. */
  claims(): JWTPayload & { readonly sub: string; readonly sid: string }
  /** A user's token. */
  sign(claims?: JWTPayload, header?: Readonly<Record<string, unknown>>): Promise<string>
  /** The own token of a client that speaks for itself. */
  signForClient(clientId: string, claims?: JWTPayload): Promise<string>
}

export interface TokenIssuerOptions {
  readonly issuer?: string
  readonly audience?: string
  readonly scope?: string
  /** The name of its key. */
  readonly kid?: string
  /** The time, in milliseconds. */
  readonly now?: () => number
}

export async function tokenIssuer({
  issuer = 'https://auth.example.com',
  audience = 'https://api.example.com',
  scope = 'account',
  kid = 'first',
  now = Date.now,
}: TokenIssuerOptions = {}): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] }
  const common = (): JWTPayload => {
    const iat = Math.floor(now() / 1000)
    return { iss: issuer, aud: audience, exp: iat + 900, iat, jti: crypto.randomUUID(), client_id: 'test', scope }
  }
  const claims = () => ({
    ...common(),
    sub: '0199d2f5-0000-7000-8000-000000000001',
    sid: '0199d2f5-0000-7000-8000-000000000002',
    roles: [],
    company_id: 1,
    session_started_at: now(),
  })
  const signed = (payload: JWTPayload, header: Readonly<Record<string, unknown>> = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header }).sign(privateKey)
  return {
    issuer,
    keys,
    claims,
    sign: (changes = {}, header) => signed({ ...claims(), ...changes }, header),
    signForClient: (clientId, changes = {}) => signed({ ...common(), sub: clientId, client_id: clientId, ...changes }),
  }
}
