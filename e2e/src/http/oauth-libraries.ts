import * as oauth4webapi from 'oauth4webapi'
import * as openidClient from 'openid-client'

/** What a client is to the authorization server (RFC 6749 §2.3). */
export interface Registration {
  readonly client_id: string
  /** Absent for a public client. */
  readonly client_secret?: string | undefined
  readonly method?: 'client_secret_basic' | 'client_secret_post'
}

export interface Tokens {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in?: number | undefined
  readonly refresh_token?: string | undefined
  readonly scope?: string | undefined
}

/** A client as an OAuth library makes it: everything that it knows of us, it read from our metadata. */
export interface StandardClient {
  refresh(refreshToken: string, scope?: string): Promise<Tokens>
  clientCredentials(scope?: string): Promise<Tokens>
  introspect(token: string): Promise<Readonly<Record<string, unknown>>>
  revoke(token: string): Promise<void>
  get(url: string, accessToken: string): Promise<Response>
}

export interface Library {
  readonly name: string
  generateKey(): Promise<CryptoKeyPair>
  /** @param key proves every request (RFC 9449) */
  connect(issuer: string, registration: Registration, key?: CryptoKeyPair): Promise<StandardClient>
}

const scoped = (scope: string | undefined) => new URLSearchParams(scope === undefined ? {} : { scope })

const overPlainHttp = { [oauth4webapi.allowInsecureRequests]: true } as const

const viaOauth4webapi: Library = {
  name: 'oauth4webapi',
  generateKey: () => oauth4webapi.generateKeyPair('ES256', { extractable: true }),
  async connect(issuer, { client_id, client_secret, method }, key) {
    const url = new URL(issuer)
    const discovered = await oauth4webapi.discoveryRequest(url, { algorithm: 'oauth2', ...overPlainHttp })
    const server = await oauth4webapi.processDiscoveryResponse(url, discovered)
    const client: oauth4webapi.Client = { client_id }
    const withSecret = method === 'client_secret_post' ? oauth4webapi.ClientSecretPost : oauth4webapi.ClientSecretBasic
    const authentication = client_secret === undefined ? oauth4webapi.None() : withSecret(client_secret)
    const DPoP = key && oauth4webapi.DPoP(client, key)
    const options = { ...overPlainHttp, ...(DPoP && { DPoP }) }
    return {
      refresh: (token, scope) =>
        withNonce(async () => {
          const request = { ...options, additionalParameters: scoped(scope) }
          const response = await oauth4webapi.refreshTokenGrantRequest(server, client, authentication, token, request)
          return oauth4webapi.processRefreshTokenResponse(server, client, response)
        }),
      clientCredentials: (scope) =>
        withNonce(async () => {
          const response = await oauth4webapi.clientCredentialsGrantRequest(server, client, authentication, scoped(scope), options)
          return oauth4webapi.processClientCredentialsResponse(server, client, response)
        }),
      introspect: async (token) => {
        const response = await oauth4webapi.introspectionRequest(server, client, authentication, token, overPlainHttp)
        return oauth4webapi.processIntrospectionResponse(server, client, response)
      },
      revoke: async (token) => {
        await oauth4webapi.processRevocationResponse(
          await oauth4webapi.revocationRequest(server, client, authentication, token, overPlainHttp),
        )
      },
      get: (address, accessToken) =>
        withNonce(() => oauth4webapi.protectedResourceRequest(accessToken, 'GET', new URL(address), undefined, undefined, options)),
    }
  },
}

/** The library keeps the nonce of the answer that asks for one, and leaves it to its user to ask again. */
async function withNonce<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (fault) {
    if (!oauth4webapi.isDPoPNonceError(fault)) throw fault
    return ask()
  }
}

const viaOpenidClient: Library = {
  name: 'openid-client',
  generateKey: () => openidClient.randomDPoPKeyPair('ES256', { extractable: true }),
  async connect(issuer, { client_id, client_secret, method }, key) {
    const withSecret = method === 'client_secret_post' ? openidClient.ClientSecretPost : openidClient.ClientSecretBasic
    const authentication = client_secret === undefined ? openidClient.None() : withSecret(client_secret)
    const config = await openidClient.discovery(new URL(issuer), client_id, undefined, authentication, {
      algorithm: 'oauth2',
      execute: [openidClient.allowInsecureRequests],
    })
    const options = key ? { DPoP: openidClient.getDPoPHandle(config, key) } : {}
    return {
      refresh: (token, scope) => openidClient.refreshTokenGrant(config, token, scoped(scope), options),
      clientCredentials: (scope) => openidClient.clientCredentialsGrant(config, scoped(scope), options),
      introspect: (token) => openidClient.tokenIntrospection(config, token),
      revoke: (token) => openidClient.tokenRevocation(config, token),
      get: (address, accessToken) =>
        openidClient.fetchProtectedResource(config, accessToken, new URL(address), 'GET', undefined, undefined, options),
    }
  },
}

/** Two that were written apart from us; with nothing but their switch for plain http on loopback. */
export const libraries: readonly Library[] = [viaOauth4webapi, viaOpenidClient]
