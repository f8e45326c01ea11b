import type { Example } from '../openapi/responses.js'
import { exampleTokens } from '../openapi/example-tokens.js'
import { activeAccessToken, activeRefreshToken, inactive } from './introspection.js'
import { granted, refreshed } from './response.js'

const tokens = exampleTokens({})
const clientId = 'shop'

export const tokenExamples: readonly Example[] = [
  { name: 'refresh_token', answer: refreshed(tokens) },
  { name: 'client_credentials', answer: granted({ accessToken: tokens.accessToken, tokenType: 'Bearer', expiresIn: 900, scope: 'stock' }) },
]

/** What introspection says: of tokens that the same session holds, and of one that is worth nothing. */
export function introspectionExamples(issuer: string): readonly Example[] {
  const { user, companyId, sessionId, scope, accessTokenExpiresAt, accessTokenExpiresIn, refreshTokenExpiresAt } = tokens
  const issuedAt = accessTokenExpiresAt - accessTokenExpiresIn * 1000
  const accessToken = activeAccessToken({
    ...{ iss: issuer, sub: user.id, aud: issuer, client_id: clientId, scope, jti: '019aa0f4-2c00-7d15-9e02-6c4a8f1b3d57' },
    ...{ iat: issuedAt / 1000, exp: accessTokenExpiresAt / 1000, sid: sessionId, roles: [], company_id: companyId },
  })
  const refreshToken = activeRefreshToken({
    ...{ issuer, clientId, userId: user.id, sessionId, companyId, scope, dpopThumbprint: null },
    ...{ issuedAt, expiresAt: refreshTokenExpiresAt },
  })
  return [
    { name: 'access_token', answer: accessToken },
    { name: 'refresh_token', answer: refreshToken },
    { name: 'inactive', answer: inactive },
  ]
}
