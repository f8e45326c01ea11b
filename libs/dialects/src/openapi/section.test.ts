import { openApi, routes } from '@tessera/contract'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { type Dialect, routesOf } from '../dialect.js'
import * as oauth2 from '../oauth2/index.js'
import { readDialects } from '../settings.js'
import { legion } from '../testing/legion.js'
import type { Printed } from '../testing/printed.js'
import { sectionOf } from './section.js'

const issuer = 'https://auth.example.com'
const oauth = oauth2.openApiSection({ issuer, dpopAlgorithms: ['ES256'] })
const dialects = [...(readDialects({ XERIAL_PREFIXES: '/api/v2', TALKSTACK_UNKNOWN_USER: '404' }).dialects ?? []), legion]
const sections = [oauth, ...dialects.map(sectionOf)]
const document = JSON.parse(JSON.stringify(openApi(routes, { issuer, version: '1', sections }))) as ReturnType<typeof openApi>
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods) as Printed[])
const at = (path: string) => document.paths[path]?.['post'] as Printed
const examplesOf = (path: string, status: number) => {
  const { examples = {} } = at(path).responses[status]?.content?.['application/json'] ?? {}
  return Object.fromEntries(Object.entries(examples).map(([name, { value }]) => [name, value]))
}

describe('the OpenAPI document with OAuth and every wire format', () => {
  it('is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    const validator = new Validator()
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
    expect(() => validator.resolveRefs()).not.toThrow()
  })

  it('has every operation under a name of its own', () => {
    const names = operations.map(({ operationId }) => operationId)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(['oauthToken', 'talkstackLogIn', 'xerialRefresh', 'xerialRefresh3', 'legionRefresh']))
  })

  it('has every address that a format is served at, under the format’s own group', () => {
    for (const dialect of dialects) {
      for (const path of routesOf(dialect).flatMap(({ paths }) => paths)) expect(at(path).tags).toEqual([`${dialect.title} format`])
    }
    const groups = ['OAuth 2', ...dialects.map(({ title }) => `${title} format`)]
    expect((document['tags'] as { name: string }[]).map(({ name }) => name).slice(-groups.length)).toEqual(groups)
  })

  it('takes no path from another group', () => {
    const described = [...Object.values(routes).map(({ path }) => path), ...sections.flatMap(({ paths }) => Object.keys(paths))]
    expect(Object.keys(document.paths).sort()).toEqual([...new Set(described)].sort())
    expect(sections.flatMap(({ paths }) => Object.keys(paths))).toHaveLength(
      new Set(sections.flatMap(({ paths }) => Object.keys(paths))).size,
    )
  })

  it('names only ways to authenticate that it describes', () => {
    for (const { security } of operations)
      for (const scheme of security.flatMap((needed) => Object.keys(needed)))
        expect(document.components.securitySchemes).toHaveProperty([scheme])
  })

  it('has examples that are what its schemas say', () => {
    const ajv = new Ajv2020({ formats: { 'date-time': /^\d{4}-\d\d-\d\dT/ } })
    const contents = sections.flatMap(({ paths }) => Object.values(paths)).flatMap((methods) => Object.values(methods) as Printed[])
    let examples = 0
    for (const { operationId, requestBody, responses } of contents) {
      for (const { content = {} } of [requestBody ?? {}, ...Object.values(responses)]) {
        for (const { schema, example, examples: named = {} } of Object.values(content)) {
          for (const value of [...(example === undefined ? [] : [example]), ...Object.values(named).map(({ value }) => value)]) {
            expect(ajv.validate(schema, value), `${operationId}: ${JSON.stringify(value)}: ${ajv.errorsText()}`).toBe(true)
            examples += 1
          }
        }
      }
    }
    expect(examples).toBeGreaterThan(100)
  })
})

describe('an operation of a wire format', () => {
  it('says where the token travels', () => {
    expect(at('/v1/auth/refresh').requestBody?.content['application/json']).toMatchObject({
      schema: { properties: { refresh_token: { type: 'string' } }, required: ['refresh_token'] },
    })
    expect(at('/auth/token/refresh').parameters).toMatchObject([{ name: 'refresh_token', in: 'query', required: true }])
    expect(at('/auth/token/refresh')).not.toHaveProperty('requestBody')
  })

  it('asks for either of two spellings', () => {
    const { schema } = at('/auth/refresh-token').requestBody!.content['application/json']!
    expect(schema).toMatchObject({ anyOf: [{ required: ['refreshToken'] }, { required: ['resfreshToken'] }] })
    expect(schema).not.toHaveProperty('required')
    expect(schema['properties']).toMatchObject({ resfreshToken: { description: expect.stringContaining('Or `refreshToken`') as string } })
  })

  it('says that forms are taken where they are', () => {
    const formats = (path: string) => Object.keys(at(path).requestBody!.content)
    expect(formats('/auth/refresh-tokens')).toEqual(['application/json', 'application/x-www-form-urlencoded'])
    expect(formats('/v1/auth/refresh')).toEqual(['application/json'])
  })

  it('asks for an API key where the format does, as the platform takes them', () => {
    expect(at('/auth/token').security[0]).toEqual({ apiKey: ['tokens'] })
    expect(at('/auth/signup').security).toEqual([])
  })

  it('takes a proof of possession where tokens are handed out', () => {
    expect(at('/auth/token/refresh').security).toEqual([{ apiKey: ['tokens'] }, { apiKey: ['tokens'], dpopProof: [] }])
    for (const path of ['/auth/login', '/auth/refresh-token', '/auth/refresh-tokens', '/v1/auth/refresh'])
      expect(at(path).security).toEqual([{}, { dpopProof: [] }])
  })

  it('names the challenge of a refusal that has one, and the nonce for the next proof', () => {
    const headersAt = (path: string, status: number) => Object.keys(at(path).responses[status]?.headers ?? {})
    for (const path of [
      '/auth/refresh-token',
      '/auth/login',
      '/auth/change-password',
      '/v1/auth/refresh',
      '/auth/token',
      '/auth/token/refresh',
    ]) {
      expect(headersAt(path, 401), path).toEqual(['www-authenticate', 'dpop-nonce'])
      expect(headersAt(path, 200), path).toEqual(['dpop-nonce'])
    }
    expect([headersAt('/auth/signup', 200), headersAt('/auth/verify-email', 400)]).toEqual([[], []])
  })

  it('has each different answer once, in the format’s words', () => {
    expect(examplesOf('/v1/auth/refresh', 401)).toEqual({
      refused: { detail: 'Invalid refresh token' },
      refused_2: { detail: 'Refresh token has expired' },
    })
    expect(examplesOf('/v1/auth/refresh', 422)).toEqual({
      without_refresh_token: { detail: [{ loc: ['body', 'refresh_token'], msg: 'Field required', type: 'missing' }] },
    })
    expect(Object.keys(examplesOf('/auth/login', 400))).toEqual(['without_email', 'without_password', 'malformed_request'])
    expect(Object.keys(at('/auth/login').responses)).toContain('404')
  })

  it('has of its refusals those that the call can earn', () => {
    const refusedAt = (path: string) => [400, 401, 403].filter((status) => 'refused' in examplesOf(path, status))
    expect([refusedAt('/auth/signup'), refusedAt('/auth/verify-email'), refusedAt('/auth/resend')]).toEqual([[403], [400], []])
    expect([refusedAt('/auth/forgot-password'), refusedAt('/auth/change-password')]).toEqual([[], [400, 401]])
    expect(at('/auth/signup').responses).not.toHaveProperty('401')
    expect(examplesOf('/auth/reset-password', 400)['refused']).toMatchObject({ message: 'The token is wrong, was used, or has expired.' })
  })

  it('is limited, and says when to come back where trouble passes', () => {
    expect(at('/auth/login').responses).toHaveProperty('429')
    for (const path of ['/auth/refresh-token', '/oauth/token'])
      expect(Object.keys(at(path).responses[429]?.headers ?? {})).toEqual(['retry-after', 'ratelimit', 'ratelimit-policy'])
    expect(at('/auth/refresh-token').responses[500]?.headers).toHaveProperty('retry-after')
  })

  it('lives as long in the example as the format says', () => {
    expect(examplesOf('/auth/refresh-token', 200)).toMatchObject({ tokens: { expirationTime: '2026-11-20T14:00:00.000Z' } })
    expect(examplesOf('/v1/auth/refresh', 200)).toMatchObject({ tokens: { expires_in: 900 } })
  })

  it('at a further address is called the same as the first', () => {
    expect(at('/auth/refresh-tokens')).not.toHaveProperty('x-same-as')
    expect(at('/api/v2/auth/refresh-tokens')).toMatchObject({ operationId: 'xerialRefresh3', 'x-same-as': 'xerialRefresh' })
  })

  it('has parameters for what else a format may ask for', () => {
    const inputs: Dialect['refresh']['inputs'] = [
      { name: 'watchword', in: 'query', holds: 'refreshToken' },
      { name: 'x-watchword', in: 'header', holds: 'refreshToken' },
    ]
    const read = () => ({ said: { refreshToken: 'r' } })
    const lenient: Dialect = { ...legion, name: 'legion-watch', refresh: { ...legion.refresh, inputs, read } }
    const { post } = sectionOf(lenient).paths['/legion/watch/relieve'] as unknown as { post: Printed }
    expect(post).toMatchObject({ operationId: 'legionWatchRefresh', security: [{}, { dpopProof: [] }] })
    expect(post.parameters?.map(({ name, in: place, required }) => [name, place, required])).toEqual([
      ['watchword', 'query', false],
      ['x-watchword', 'header', false],
    ])
    expect(JSON.stringify(post)).not.toContain('without_')
  })
})

describe('an OAuth endpoint', () => {
  it('takes a form alone', () => {
    for (const path of ['/oauth/token', '/oauth/revoke', '/oauth/introspect'])
      expect(Object.keys(at(path).requestBody!.content)).toEqual(['application/x-www-form-urlencoded'])
  })

  it('takes HTTP Basic of clients, proofs where tokens are handed out, API keys where tokens are introspected', () => {
    expect(at('/oauth/token').security).toContainEqual({ clientBasic: [], dpopProof: [] })
    expect(at('/oauth/revoke').security).toEqual([{}, { clientBasic: [] }])
    expect(at('/oauth/introspect').security).toContainEqual({ apiKey: ['introspect'] })
  })

  it('has an example of each word that it may answer, under each status', () => {
    expect(Object.keys(examplesOf('/oauth/token', 400)).sort()).toEqual([
      ...['invalid_dpop_proof', 'invalid_grant', 'invalid_request', 'invalid_scope', 'unauthorized_client', 'unsupported_grant_type'],
      'use_dpop_nonce',
    ])
    // API keys are for the format that asks for one.
    expect(JSON.stringify(examplesOf('/oauth/token', 401))).toContain('The client is unknown')
    expect(Object.keys(examplesOf('/oauth/introspect', 401))).toEqual(['invalid_client', 'invalid_token', 'insufficient_scope'])
    expect(Object.keys(at('/oauth/revoke').responses)).toEqual(['200', '400', '401', '408', '413', '414', '431', '500', '503'])
    expect(examplesOf('/oauth/revoke', 200)).toEqual({ revoked: {} })
  })

  it('challenges whoever does not authenticate, and says when to come back where trouble passes', () => {
    expect(at('/oauth/token').responses[401]?.headers).toMatchObject({ 'www-authenticate': { example: 'Basic realm="tessera"' } })
    expect(at('/oauth/token').responses[503]?.headers).toHaveProperty('retry-after')
  })

  it('brings the next nonce where it takes proofs', () => {
    for (const status of [200, 400]) {
      expect(at('/oauth/token').responses[status]?.headers).toHaveProperty('dpop-nonce')
      expect(at('/oauth/revoke').responses[status]?.headers ?? {}).not.toHaveProperty('dpop-nonce')
    }
  })
})
