import type { Reading } from '../dialect.js'
import { type ClientSaid, clientParameters, readClient } from './client-authentication.js'
import { error } from './errors.js'
import { longestToken } from './presented-token.js'
import { malformed, type OAuthRequest, readParameters } from './request.js'
import { longestScope, readScope } from './scope.js'

/** The grants of the token endpoint, as `grant_type` names them. */
export const grantTypes = ['refresh_token', 'client_credentials'] as const

/** What a request for tokens says. `scope`: null for all that was granted. */
export type TokenSaid = { readonly client: ClientSaid; readonly scope: readonly string[] | null } & (
  { readonly grantType: 'refresh_token'; readonly refreshToken: string } | { readonly grantType: 'client_credentials' }
)

const parameters = { ...clientParameters, grant_type: 256, refresh_token: longestToken, scope: longestScope } as const

/** Reads a request to the token endpoint (RFC 6749 §4.4.2, §6). */
export function readTokenRequest(request: OAuthRequest): Reading<TokenSaid> {
  const { said, answer } = readParameters(request, parameters)
  if (answer) return { answer }
  const client = readClient(request, said)
  if (client.answer) return client
  const { grant_type: grantType, refresh_token: refreshToken } = said
  if (grantType === undefined) return malformed('grant_type is missing.')
  if (grantType !== 'refresh_token' && grantType !== 'client_credentials') {
    return { answer: error(400, 'unsupported_grant_type', `grant_type must be one of: ${grantTypes.join(', ')}.`) }
  }
  const scope = readScope(said.scope)
  if (scope.answer) return scope
  const whoAndWhat = { client: client.said, scope: scope.said }
  if (grantType === 'client_credentials') return { said: { ...whoAndWhat, grantType } }
  return refreshToken === undefined ? malformed('refresh_token is missing.') : { said: { ...whoAndWhat, grantType, refreshToken } }
}
