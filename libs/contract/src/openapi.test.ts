import { Validator } from '@seriousme/openapi-schema-validator'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { groups } from './groups.js'
import { openApi } from './openapi.js'
import { problems } from './problem.js'
import { problemsOf } from './problems-of.js'
import { route, type Route } from './route.js'
import { routes } from './routes.js'
import { Id, text } from './text.js'

interface Operation {
  readonly operationId: string
  readonly tags: string[]
  readonly description?: string
  readonly security: object[]
  readonly parameters?: { name: string; in: string; required: boolean; description?: string; schema: Record<string, unknown> }[]
  readonly requestBody?: { required: boolean; content: Record<string, { schema: Record<string, unknown> }> }
  readonly responses: Record<string, { $ref?: string; headers?: object; content?: Record<string, { schema: Record<string, unknown> }> }>
}

const document = openApi(routes, { issuer: 'https://auth.example', version: '1.2.3' })
const plain = JSON.parse(JSON.stringify(document)) as typeof document
const operation = (key: keyof typeof routes) => plain.paths[routes[key].path]?.[routes[key].method.toLowerCase()] as Operation
const schemas = plain.components.schemas as Record<
  string,
  { properties: Record<string, Record<string, unknown>>; additionalProperties?: false }
>

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    const validator = new Validator()
    expect(await validator.validate(structuredClone(plain))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    expect(() => validator.resolveRefs()).not.toThrow()
    for (const [, kind, name] of JSON.stringify(plain).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g))
      expect(plain.components[kind as 'schemas']).toHaveProperty([name!])
    expect(JSON.stringify(plain)).not.toContain('$defs')
  })

  it('is judged by a validator that finds mistakes', async () => {
    const broken = structuredClone(plain) as Record<string, unknown>
    delete broken['info']
    expect((await new Validator().validate(broken)).valid).toBe(false)
  })

  it('says where the API is, and its version', () => {
    expect(plain).toMatchObject({ openapi: '3.1.1', servers: [{ url: 'https://auth.example' }], info: { version: '1.2.3' } })
  })

  it('lists the groups with what they are for', () => {
    expect(plain['tags']).toEqual(Object.entries(groups).map(([name, description]) => ({ name, description })))
  })

  it('names each operation by the key of its route', () => {
    const operations = Object.values(plain.paths).flatMap((methods) => Object.values(methods) as Operation[])
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort())
    expect(operation('logIn').tags).toEqual(['Sessions'])
  })

  it('prints what is given as given, and what is answered as answered', () => {
    const body = operation('logIn').requestBody?.content['application/json']?.schema
    expect(body).toMatchObject({ required: ['email', 'password'], additionalProperties: false })
    expect(body?.['properties']).toMatchObject({ email: { type: 'string', format: 'email', maxLength: 254 } })
    expect(operation('logIn').responses['201']?.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/LoginResponse' } },
    })
    expect(schemas['LoginResponse']).not.toHaveProperty('additionalProperties')
    expect(schemas['LoginResponse']?.properties['user']).toEqual({ $ref: '#/components/schemas/User' })
  })

  it('does not require a body whose every field may be left out', () => {
    expect(operation('logIn').requestBody?.required).toBe(true)
    expect(operation('revokeSession').requestBody?.required).toBe(false)
    expect(operation('me').requestBody).toBeUndefined()
  })

  it('says what a body must have beside its required fields, and shows what is typed', () => {
    const schema = (key: keyof typeof routes) => operation(key).requestBody?.content['application/json']?.schema
    expect(schema('removeSecondFactor')?.['oneOf']).toEqual([{ required: ['otp'] }, { required: ['recovery_code'] }])
    expect(schema('createRevocation')?.['oneOf']).toEqual(['ids', 'filter', 'everything'].map((name) => ({ required: [name] })))
    for (const key of ['updateMe', 'updateUser', 'updateReceiver', 'previewClient'] as const) expect(schema(key)?.['minProperties']).toBe(1)
    expect(schema('verifyEmail')?.['properties']).toMatchObject({ code: { examples: ['204731'] } })
    expect(schema('confirmSecondFactor')?.['properties']).toMatchObject({ otp: { examples: ['287082'] } })
  })

  it('has no content where there is no body', () => {
    expect(operation('logOut').responses['204']).not.toHaveProperty('content')
  })

  it('has each parameter with its place, its description beside its schema', () => {
    expect(operation('readSession').parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
    ])
    expect(operation('mySessions').parameters?.find(({ name }) => name === 'limit')).toEqual({
      name: 'limit',
      in: 'query',
      required: false,
      description: 'Default: 50.',
      schema: { type: 'integer', minimum: 1, maximum: 100 },
    })
  })

  it('has no two lists of words that a generator would give one name, which it makes of where they stand', () => {
    const nameOf = (owner: string, part: string) => `${owner}${part}`.toLowerCase()
    const fields = Object.entries(schemas).flatMap(([id, { properties = {} }]) =>
      Object.entries(properties).flatMap(([name, schema]) => ('enum' in schema ? [nameOf(id, name)] : [])),
    )
    const operations = Object.values(plain.paths).flatMap((methods) => Object.values(methods) as Operation[])
    const parameters = operations.flatMap(({ operationId, parameters = [] }) =>
      parameters.flatMap(({ name, schema }) => ('enum' in schema ? [nameOf(operationId, name)] : [])),
    )
    expect(parameters.filter((name) => fields.includes(name))).toEqual([])
    expect(new Set([...fields, ...parameters]).size).toBeGreaterThan(10)
  })

  it('asks for an access token where one is needed, and says which roles', () => {
    expect(operation('logOut').security).toEqual([])
    expect(operation('me').security).toContainEqual({ accessToken: [] })
    expect(operation('listSessions').description).toContain('`auditor`')
    expect(plain.components.securitySchemes).toMatchObject({ accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } })
  })

  it('takes an API key where a route names its scope, instead of an access token and not beside it', () => {
    expect(operation('me').security).not.toContainEqual({ apiKey: expect.anything() })
    expect(operation('listSessions').security).toContainEqual({ apiKey: ['sessions:read'] })
    expect(operation('revokeSession').security).toContainEqual({ apiKey: ['sessions:revoke'] })
    expect(operation('revokeSession').description).toContain('`sessions:revoke`')
    expect(operation('createUser').description).not.toContain('API key')
    expect(operation('listSessions').description).toMatch(/sees its own company only\.$/)
    for (const key of ['readRevocations', 'pollReceiver'] as const)
      expect(operation(key).description).toMatch(/or with `revocations:every_company` beside it everybody’s\.$/)
    expect(plain.components.securitySchemes).toMatchObject({ apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } })
  })

  it('takes an API key alone where an access token will not do', () => {
    for (const key of ['reportPosition', 'leaveFeed'] as const) expect(operation(key).security).toEqual([{ apiKey: ['revocations:read'] }])
  })

  it('takes a bound access token with a proof beside it, and a proof at a login and a refresh', () => {
    expect(operation('me').security).toContainEqual({ boundAccessToken: [], dpopProof: [] })
    for (const key of ['logIn', 'refresh'] as const) expect(operation(key).security).toEqual([{}, { dpopProof: [] }])
    expect(plain.components.securitySchemes).toMatchObject({
      boundAccessToken: { type: 'http', scheme: 'DPoP' },
      dpopProof: { type: 'apiKey', in: 'header', name: 'DPoP' },
    })
  })

  it('names no way to authenticate that it does not describe, and describes none but those and the ones of OAuth', () => {
    const operations = Object.values(plain.paths).flatMap((methods) => Object.values(methods) as Operation[])
    const schemes = new Set(operations.flatMap(({ security }) => security.flatMap((requirement) => Object.keys(requirement))))
    expect([...schemes, 'bearerApiKey', 'clientBasic'].sort()).toEqual(Object.keys(plain.components.securitySchemes).sort())
  })

  it('lists further endpoints after the routes, and says what does not hold for them', () => {
    const tag = { name: 'Acme format', description: 'Invented.' }
    const paths = { '/acme': { post: { operationId: 'acme', tags: [tag.name], responses: { 200: { description: 'Done.' } } } } }
    const whole = openApi(routes, { issuer: 'https://auth.example', version: '1', sections: [{ tag, paths }] })
    expect(whole.paths).toEqual({ ...document.paths, ...paths })
    expect(whole['tags']).toEqual([...(document['tags'] as object[]), tag])
    expect((whole['info'] as { description: string }).description).toContain('shapes of their own')
    expect((plain['info'] as { description: string }).description).not.toContain('shapes of their own')
  })

  it('says once, not at every field, what no string may hold', () => {
    expect(JSON.stringify(plain)).not.toContain('Surrogate')
    expect((plain['info'] as { description: string }).description).toContain('surrogate pair')
  })

  it('prints of a field what is its own, and not what goes without saying', () => {
    const body = z.strictObject({
      slug: text(10).regex(/^[a-z]+$/),
      code: z.string().regex(/^\d+$/),
      note: text(20),
      id: Id,
      number: z.int(),
    })
    const own = openApi({ own: route({ ...routes.createUser, body }) }, { issuer: 'https://auth.example', version: '1' })
    const { requestBody } = own.paths[routes.createUser.path]?.['post'] as Operation
    expect(requestBody?.content['application/json']?.schema['properties']).toEqual({
      slug: { type: 'string', minLength: 1, maxLength: 10, allOf: [{ pattern: '^[a-z]+$' }] },
      code: { type: 'string', pattern: '^\\d+$' },
      note: { type: 'string', minLength: 1, maxLength: 20 },
      id: { type: 'string', format: 'uuid' },
      number: { type: 'integer' },
    })
  })

  it('refuses two schemas of one id', () => {
    const other = z.object({ id: z.string() }).meta({ id: 'TokenResponse' })
    const clash = route({ ...routes.me, path: '/v1/other', responses: { 200: z.object({ other }) } })
    expect(() => openApi({ refresh: routes.refresh, clash }, { issuer: 'https://auth.example', version: '1' })).toThrow('TokenResponse')
  })
})

describe.each(Object.entries<Route>(routes))('the problems of %s', (key, declared) => {
  const responses = operation(key as keyof typeof routes).responses
  const component = (status: number) => {
    const name = responses[status]?.$ref?.replace('#/components/responses/', '')
    return plain.components.responses[name!] as { description: string; headers?: object; content: object }
  }

  it('are all there, under their status, as problems with their codes', () => {
    for (const code of problemsOf(declared)) {
      const found = component(problems[code].status)
      expect(found.description).toContain(`\`${code}\``)
      expect(found.content).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } })
    }
  })

  it('have the headers that a client acts on: when to come back, how to authenticate, which methods there are, the next nonce', () => {
    const wait = ['Retry-After', 'RateLimit', 'RateLimit-Policy']
    const proves = problemsOf(declared).includes('use_dpop_nonce') ? ['DPoP-Nonce'] : []
    const wanted: Record<string, string[]> = { 401: ['WWW-Authenticate', ...proves], 405: ['Allow'], 429: wait, 503: ['Retry-After'] }
    for (const status of Object.keys(responses).filter((status) => Number(status) >= 400))
      expect(Object.keys(component(Number(status)).headers ?? {}), status).toEqual(wanted[status] ?? [])
    for (const status of Object.keys(declared.responses)) expect(Object.keys(responses[status]?.headers ?? {})).toEqual(proves)
  })
})

describe('the problems that follow from what an endpoint is', () => {
  it('are about the body where one is read, though none be wanted', () => {
    for (const read of [routes.logIn, routes.endMyOtherSessions, routes.deleteUser])
      expect(problemsOf(read)).toEqual(expect.arrayContaining(['payload_too_large', 'unsupported_media_type']))
    expect(problemsOf(routes.me)).not.toContain('unsupported_media_type')
  })

  it('are about the access token where it needs one, and about the role where it needs one', () => {
    expect(problemsOf(routes.logOut)).not.toContain('invalid_access_token')
    expect(problemsOf(routes.me)).toContain('invalid_access_token')
    expect(problemsOf(routes.me)).not.toContain('forbidden')
    expect(problemsOf(routes.createUser)).toContain('forbidden')
    expect(problemsOf(routes.createUser)).not.toContain('invalid_api_key')
    expect(problemsOf(routes.listSessions)).toContain('invalid_api_key')
  })
})
