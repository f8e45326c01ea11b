import type { Reading, WireAnswer } from '../dialect.js'
import { readBasic } from './basic.js'
import { error } from './errors.js'
import { malformed, type OAuthRequest, type Parameters } from './request.js'

/** Who a request says that it is from. */
export interface ClientSaid {
  /** Null when the request names no client. */
  readonly clientId: string | null
  /** Null from a public client (`none`, RFC 7591 §2), or from one that keeps its secret to itself. */
  readonly clientSecret: string | null
}

/** How clients authenticate: as metadata names the methods (RFC 8414 §2). */
export const clientAuthenticationMethods = ['client_secret_basic', 'client_secret_post', 'none'] as const

/** The parameters that client authentication has in a form, and their bounds. */
export const clientParameters = { client_id: 256, client_secret: 1024 } as const

/** RFC 6749 appendix A.1: what a `client_id` may be made of. */
const clientIdSyntax = /^[\x20-\x7E]{1,256}$/

/**
 * Reads how a client identifies itself (RFC 6749 §2.3.1): `client_secret_basic`, `client_secret_post`, or `none` with a `client_id`
 * alone. An empty secret is none. What the client said is not checked here.
 */
export function readClient(
  { authorization }: OAuthRequest,
  { client_id: id, client_secret: secret }: Parameters<keyof typeof clientParameters>,
): Reading<ClientSaid> {
  if (authorization === undefined) {
    if (id === undefined && secret !== undefined) return malformed('There is a client_secret without a client_id.')
    return id === undefined ? { said: { clientId: null, clientSecret: null } } : named(id, secret)
  }
  const [, credentials] = /^Basic +(\S+)$/i.exec(authorization) ?? []
  if (credentials === undefined) return { answer: unauthenticated('Clients authenticate with the scheme Basic, or in the body.') }
  if (secret !== undefined) return malformed('The client authenticates in two ways: use either the Authorization header or the body.')
  const basic = readBasic(credentials)
  if (!basic) return { answer: unauthenticated('The Authorization header does not hold a client_id and client_secret.') }
  if (id !== undefined && id !== basic.id)
    return malformed('The client_id in the body is another than the one in the Authorization header.')
  return named(basic.id, basic.secret)
}

/** The client is unknown, or did not prove that it is the one it names (RFC 6749 §5.2). */
export function unauthenticated(description: string): WireAnswer {
  return error(401, 'invalid_client', description)
}

function named(clientId: string, secret = ''): Reading<ClientSaid> {
  if (!clientIdSyntax.test(clientId) || secret.length > clientParameters.client_secret) {
    return { answer: unauthenticated('There is no client with this client_id and client_secret.') }
  }
  return { said: { clientId, clientSecret: secret === '' ? null : secret } }
}
