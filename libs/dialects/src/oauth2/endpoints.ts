import type { SecurityRequirement } from '@tessera/contract'
import { clientParameters } from './client-authentication.js'
import { longestToken } from './presented-token.js'
import { longestScope } from './scope.js'
import { grantTypes } from './token-request.js'

/** The group that the reference lists these endpoints under. */
export const tag = {
  name: 'OAuth 2',
  description:
    'The same sessions for standard clients. Requests are forms; errors have the shape of RFC 6749 §5.2. A client authenticates with `client_secret_basic`, `client_secret_post` or, if it is public, by its `client_id` alone.',
} as const

interface Field {
  readonly type: 'string' | 'integer' | 'boolean' | 'array' | 'object'
  readonly description?: string
  readonly enum?: readonly string[]
  readonly items?: Field
  readonly maxLength?: number
}

export interface Fields {
  readonly fields: Readonly<Record<string, Field>>
  readonly required: readonly string[]
}

export interface Endpoint {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly security: readonly SecurityRequirement[]
  readonly form: Fields & { readonly example: Readonly<Record<string, string>> }
  readonly answer: string
  readonly body: Fields
}

const text: Field = { type: 'string' }
const list: Field = { type: 'array', items: text }
const number: Field = { type: 'integer' }

const client = {
  client_id: { ...text, maxLength: clientParameters.client_id, description: 'Unless it is in the Authorization header.' },
  client_secret: {
    ...text,
    maxLength: clientParameters.client_secret,
    description: 'Of a confidential client that does not send it by HTTP Basic.',
  },
} as const
const presented = {
  token: { ...text, maxLength: longestToken, description: 'A refresh token or an access token.' },
  token_type_hint: { ...text, description: 'Is not needed: we look at the token.' },
} as const

export const token: Endpoint = {
  operationId: 'oauthToken',
  summary: 'Refresh, or get an access token for the client itself',
  // An empty one stands for public clients, and for those that authenticate in the body.
  security: [{}, { clientBasic: [] }, { dpopProof: [] }, { clientBasic: [], dpopProof: [] }],
  description:
    'RFC 6749 §6 and §4.4. Send the newest refresh token you have; if the answer was lost, send the same one again. Only `invalid_grant` means that the user must log in again. With a `DPoP` header (RFC 9449) the request proves a key.',
  form: {
    fields: {
      grant_type: {
        ...text,
        enum: grantTypes,
        description: 'Whether to refresh a session, or to get an access token for the client itself.',
      },
      refresh_token: { ...text, maxLength: longestToken, description: 'With `refresh_token`.' },
      scope: { ...text, maxLength: longestScope, description: 'Less than was granted; it holds for the new access token alone.' },
      ...client,
    },
    required: ['grant_type'],
    example: { grant_type: 'refresh_token', refresh_token: 'tessera_rt_AQAAAZqvE…', client_id: 'shop' },
  },
  answer: 'The tokens.',
  body: {
    fields: {
      access_token: text,
      token_type: { ...text, enum: ['Bearer', 'DPoP'] },
      expires_in: { ...number, description: 'Seconds.' },
      refresh_token: { ...text, description: 'After a refresh: the successor, which is to be sent next.' },
      scope: text,
    },
    required: ['access_token', 'token_type', 'expires_in', 'scope'],
  },
}

export const revoke: Endpoint = {
  operationId: 'oauthRevoke',
  summary: 'Revoke a token: end its session',
  security: [{}, { clientBasic: [] }],
  description:
    'RFC 7009. A refresh token, however old, or an access token of the client that asks. A token that nobody knows is revoked already.',
  form: { fields: { ...presented, ...client }, required: ['token'], example: { token: 'tessera_rt_AQAAAZqvE…', client_id: 'shop' } },
  answer: 'The session has ended, or there was none.',
  body: { fields: {}, required: [] },
}

export const introspect: Endpoint = {
  operationId: 'oauthIntrospect',
  summary: 'Ask whether a token is good now',
  security: [{ clientBasic: [] }, { apiKey: ['introspect'] }, { bearerApiKey: ['introspect'] }, {}],
  description:
    'RFC 7662. For confidential clients, and for API keys with the scope `introspect`, sent as `x-api-key` or as a Bearer token. Clients are told of every access token and of their own refresh tokens; API keys of the access tokens of their company, and of its refresh tokens where their user sees its sessions. Nothing is consumed.',
  form: { fields: { ...presented, ...client }, required: ['token'], example: { token: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…' } },
  answer: 'What the token is worth. Of one that is dead or unknown: `active` is false, and nothing else.',
  body: {
    fields: {
      active: { type: 'boolean' },
      token_use: {
        ...text,
        enum: ['access_token', 'refresh_token'],
        description: 'Which of the two it is: take no refresh token for access.',
      },
      ...{ token_type: text, scope: text, client_id: text, sub: text, iss: text },
      aud: { ...text, description: 'Of access tokens.' },
      ...{ exp: number, iat: number, jti: text },
      cnf: { type: 'object', description: 'With `jkt`, the key that the token is bound to (RFC 9449 §6.2).' },
      ...{ sid: text, roles: list, company_id: number },
    },
    required: ['active'],
  },
}

export const metadataEndpoint = {
  operationId: 'oauthMetadata',
  summary: 'Where the endpoints are, and what they take',
  description: 'RFC 8414. May be cached.',
  answer: 'The metadata.',
  body: {
    fields: {
      ...{ issuer: text, token_endpoint: text, revocation_endpoint: text, introspection_endpoint: text, jwks_uri: text },
      ...{ grant_types_supported: list, response_types_supported: list, token_endpoint_auth_methods_supported: list },
      ...{ revocation_endpoint_auth_methods_supported: list, introspection_endpoint_auth_methods_supported: list },
      ...{ dpop_signing_alg_values_supported: list, service_documentation: text },
    },
    required: ['issuer', 'token_endpoint', 'jwks_uri', 'response_types_supported'],
  },
}
