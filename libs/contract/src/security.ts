import type { Route } from './route.js'

/** How callers show who they are, in the words of OpenAPI 3.1. */
export const securitySchemes = {
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The `access_token` of a login or a refresh.' },
  boundAccessToken: {
    type: 'http',
    scheme: 'DPoP',
    description: 'An `access_token` whose `token_type` is `DPoP`: it is bound to a key, and needs a proof of it beside (RFC 9449 §7).',
  },
  dpopProof: {
    type: 'apiKey',
    in: 'header',
    name: 'DPoP',
    description:
      'A proof of possession (RFC 9449 §4.2): a JWT for this request alone, with the newest nonce. Every answer to a request with a proof brings one in `DPoP-Nonce`.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description:
      'An API key with the scope that the call names, in this header, or as `Authorization: Bearer`. Send it, or an access token; not both.',
  },
  bearerApiKey: { type: 'http', scheme: 'bearer', description: 'An API key where an access token usually stands.' },
  clientBasic: {
    type: 'http',
    scheme: 'basic',
    description: 'The `client_id` and `client_secret` of a client (RFC 6749 §2.3.1), each form-urlencoded before they are joined.',
  },
} as const

/** What an operation may name; with the scopes that an API key needs. */
export type SecurityRequirement = Partial<Record<keyof typeof securitySchemes, readonly string[]>>

/** Any one of the entries is enough, and what one entry names is needed together. */
export function securityOf({ access, apiKeyScope, apiKeyOnly, problems }: Route): SecurityRequirement[] {
  // Where a proof may be refused, one may be sent: it binds the session.
  if (access === 'anyone') return problems.includes('use_dpop_nonce') ? [{}, { dpopProof: [] }] : []
  const accessTokens = apiKeyOnly ? [] : [{ accessToken: [] }, { boundAccessToken: [], dpopProof: [] }]
  return [...accessTokens, ...(apiKeyScope ? [{ apiKey: [apiKeyScope] }] : [])]
}
