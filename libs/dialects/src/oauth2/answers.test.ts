import { describe, expect, it } from 'vitest'
import type { HandedOut } from '../dialect.js'
import { token } from './endpoints.js'
import { activeAccessToken, activeRefreshToken, inactive } from './introspection.js'
import { metadata } from './metadata.js'
import { openApiSection } from './operations.js'
import { granted, refreshed } from './response.js'

const noon = Date.UTC(2026, 5, 15, 12)
const handedOut: HandedOut = {
  accessToken: 'a',
  tokenType: 'DPoP',
  accessTokenExpiresAt: noon + 900_000,
  accessTokenExpiresIn: 900,
  refreshToken: 'r',
  refreshTokenExpiresAt: noon + 3_600_000,
  refreshTokenExpiresIn: 3600,
  scope: 'account',
  sessionId: 's',
  deviceId: null,
  user: { id: 'u', email: 'ada@example.com' },
  companyId: 7,
}
const claims = { iss: 'https://auth.example.com', sub: 'u', aud: 'shop', exp: 1, iat: 0, jti: 'j', client_id: 'shop', scope: 'account' }

describe('the answers of RFC 6749 §5.1', () => {
  it('hand out the successor after a refresh', () => {
    const body = { access_token: 'a', token_type: 'DPoP', expires_in: 900, refresh_token: 'r', scope: 'account' }
    expect(refreshed(handedOut)).toEqual({ status: 200, headers: { pragma: 'no-cache' }, body })
  })

  it('have no refresh token for a client itself', () => {
    const answer = granted({ accessToken: 'a', tokenType: 'Bearer', expiresIn: 900, scope: 'stock' })
    expect(answer.body).toEqual({ access_token: 'a', token_type: 'Bearer', expires_in: 900, scope: 'stock' })
  })
})

describe('introspection', () => {
  it('says of a dead token that it is not active, and nothing else', () => {
    expect(inactive.body).toEqual({ active: false })
  })

  it('says which of the two kinds a token is', () => {
    const refreshToken = { issuer: claims.iss, clientId: 'shop', userId: 'u', sessionId: 's', companyId: 7, scope: 'account' }
    const answer = activeRefreshToken({ ...refreshToken, dpopThumbprint: null, issuedAt: noon, expiresAt: noon + 1500 })
    expect(answer.body).toEqual({
      ...{ active: true, token_use: 'refresh_token', scope: 'account', client_id: 'shop', sub: 'u', iss: claims.iss },
      ...{ iat: noon / 1000, exp: noon / 1000 + 1, sid: 's', company_id: 7 },
    })
    expect(activeAccessToken(claims).body).toEqual({ active: true, token_use: 'access_token', token_type: 'Bearer', ...claims })
  })

  it('says the session and the roles of a user’s access token', () => {
    const ofSession = { sid: 's', roles: ['admin'], company_id: 7 }
    expect(activeAccessToken({ ...claims, ...ofSession }).body).toMatchObject(ofSession)
  })

  it('says which key a token is bound to (RFC 9449 §6.2)', () => {
    const cnf = { jkt: 'k' }
    expect(activeAccessToken({ ...claims, cnf }).body).toMatchObject({ token_type: 'DPoP', cnf })
    const ofSession = { issuer: claims.iss, clientId: 'shop', userId: 'u', sessionId: 's', companyId: 7, scope: 'account' }
    expect(activeRefreshToken({ ...ofSession, dpopThumbprint: 'k', issuedAt: noon, expiresAt: noon }).body).toMatchObject({ cnf })
  })
})

describe('the metadata', () => {
  const options = { issuer: 'https://auth.example.com', dpopAlgorithms: ['ES256'] }
  const said = metadata(options)
  const documentation = openApiSection(options)

  it('name every endpoint that is documented, below the issuer', () => {
    const { token_endpoint, revocation_endpoint, introspection_endpoint, issuer } = said
    const documented = Object.keys(documentation.paths).map((path) => issuer + path)
    expect(documented).toEqual([
      token_endpoint,
      revocation_endpoint,
      introspection_endpoint,
      `${issuer}/.well-known/oauth-authorization-server`,
    ])
  })

  it('let no public client introspect', () => {
    expect(said.introspection_endpoint_auth_methods_supported).toEqual(['client_secret_basic', 'client_secret_post', 'Bearer'])
  })

  it('have the grants that the token endpoint takes, and no response type', () => {
    expect(said.grant_types_supported).toEqual(token.form.fields['grant_type']?.enum)
    expect(said.response_types_supported).toEqual([])
  })
})
