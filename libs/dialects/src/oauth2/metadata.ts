import { clientAuthenticationMethods } from './client-authentication.js'
import { grantTypes } from './token-request.js'

/** Where the endpoints are, behind the issuer. */
export const oauthPaths = {
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  metadata: '/.well-known/oauth-authorization-server',
} as const

export interface MetadataOptions {
  /** Without a path: the metadata stands at its root. */
  readonly issuer: string
  /** What proofs of possession may be signed with. */
  readonly dpopAlgorithms: readonly string[]
}

/** What a client has to know of us (RFC 8414 §2). There is no authorization endpoint, so no response type either. */
export function metadata({ issuer, dpopAlgorithms }: MetadataOptions) {
  return {
    issuer,
    token_endpoint: issuer + oauthPaths.token,
    revocation_endpoint: issuer + oauthPaths.revocation,
    introspection_endpoint: issuer + oauthPaths.introspection,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: grantTypes,
    response_types_supported: [],
    token_endpoint_auth_methods_supported: clientAuthenticationMethods,
    revocation_endpoint_auth_methods_supported: clientAuthenticationMethods,
    // Public clients learn nothing; `Bearer` is an API key (RFC 8414 §2 takes access token types here too).
    introspection_endpoint_auth_methods_supported: [...clientAuthenticationMethods.filter((method) => method !== 'none'), 'Bearer'],
    dpop_signing_alg_values_supported: dpopAlgorithms,
    service_documentation: `${issuer}/docs`,
  }
}
