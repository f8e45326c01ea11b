import type { Reading } from '../dialect.js'
import { type ClientSaid, clientParameters, readClient, unauthenticated } from './client-authentication.js'
import { malformed, type OAuthRequest, readParameters } from './request.js'

/** How many characters a token may have: ours need about a thousand. */
export const longestToken = 8192

/** A token to be revoked, and the client that asks for it. Whatever `token_type_hint` says, we look at the token. */
export interface RevocationSaid {
  readonly token: string
  readonly client: ClientSaid & { readonly clientId: string }
}

/** A token to be told about, and who asks: a client, or the holder of an API key. */
export type IntrospectionSaid = { readonly token: string } & (
  { readonly client: RevocationSaid['client']; readonly apiKey?: never } | { readonly apiKey: string; readonly client?: never }
)

const parameters = { ...clientParameters, token: longestToken } as const

/** Reads a request to the revocation endpoint (RFC 7009 §2.1). */
export function readRevocationRequest(request: OAuthRequest): Reading<RevocationSaid> {
  const { said, answer } = readParameters(request, parameters)
  if (answer) return { answer }
  const client = readClient(request, said)
  if (client.answer) return client
  const { clientId, clientSecret } = client.said
  if (clientId === null) return { answer: unauthenticated('The request does not say which client it is from.') }
  return said.token === undefined ? malformed('token is missing.') : { said: { token: said.token, client: { clientId, clientSecret } } }
}

/**
 * Reads a request to the introspection endpoint (RFC 7662 §2.1). An API key comes in the `x-api-key` header or as a Bearer token; a client
 * authenticates as it does at the token endpoint.
 */
export function readIntrospectionRequest(request: OAuthRequest): Reading<IntrospectionSaid> {
  const { authorization } = request
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
  const apiKey = request.apiKey ?? bearer
  if (apiKey === undefined) return readRevocationRequest(request)
  const { said, answer } = readParameters(request, parameters)
  if (answer) return { answer }
  if ((request.apiKey !== undefined && authorization !== undefined) || said.client_secret !== undefined) {
    return malformed('The request authenticates in two ways: use one.')
  }
  return said.token === undefined ? malformed('token is missing.') : { said: { token: said.token, apiKey } }
}
