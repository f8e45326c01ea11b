import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { asks, noon, tokens } from '../testing/given.js'
import missingKey from './fixtures/422.json' with { type: 'json' }
import document from './fixtures/genlogs.openapi.json' with { type: 'json' }
import { genlogs } from './routes.js'

const { refresh, logIn } = genlogs

/** A validator of one of the document's own schemas. `intended`: with the `items` of an object taken for what it has to hold. */
function schemaOf(name: keyof typeof document.components.schemas, intended = false) {
  const components = JSON.parse(JSON.stringify(document.components), (_key, value: unknown) =>
    intended && isObjectWithItems(value) ? value.items : value,
  ) as typeof document.components
  return new Ajv2020({ strict: false }).compile({ components, $ref: `#/components/schemas/${name}` })
}

function isObjectWithItems(value: unknown): value is { readonly items: unknown } {
  return typeof value === 'object' && value !== null && 'items' in value && 'type' in value && value.type === 'object'
}

describe('the OpenAPI document', () => {
  it('names the address, the header and the parameter that we read', () => {
    const [server] = document.servers
    const [path = ''] = Object.keys(document.paths)
    expect(refresh.paths).toEqual([new URL(server!.url).pathname + path])
    const names = document.paths['/token/refresh'].post.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
    expect(names).toEqual(['header accept', 'header x-api-key', 'query refresh_token'])
  })

  it('constrains the tokens only where `items` is read as it was meant', () => {
    const empty = { access_token_data: {}, refresh_token_data: {}, user_id: 'u', company_id: 1 }
    expect(schemaOf('AuthenticationResponse')(empty)).toBe(true)
    expect(schemaOf('AuthenticationResponse', true)(empty)).toBe(false)
  })

  it.each([refresh, logIn!])('is satisfied by our answer, as it is written and as it was meant: $paths', ({ answer }) => {
    const { status, body } = answer(tokens())
    expect(status).toBe(200)
    expect(schemaOf('AuthenticationResponse')(body)).toBe(true)
    expect(schemaOf('AuthenticationResponse', true)(body)).toBe(true)
    expect(schemaOf('AuthenticationResponse')({ ...body, company_id: '7' })).toBe(false)
  })

  it('is satisfied by our 422, of which it knows each field', () => {
    const { answer } = refresh.read(asks({}))
    expect(schemaOf('HTTPValidationError')(answer?.body)).toBe(true)
    const known = Object.keys(document.components.schemas.ValidationError.properties)
    for (const fault of answer?.body['detail'] as object[]) expect(Object.keys(fault)).toEqual(known)
  })
})

describe('a refresh in the GenLogs format', () => {
  it('reads what the sample sends', () => {
    const sample = readFileSync(new URL('./fixtures/sample.sh.txt', import.meta.url), 'utf8')
      .replace('{refresh_token}', 'r')
      .replace('{your_api_key}', 'k')
    const { pathname, searchParams } = new URL(/'(https:.*?)'/.exec(sample)?.[1] ?? '')
    const headers = Object.fromEntries([...sample.matchAll(/-H '(.*?): (.*?)'/g)].map(([, name, value]) => [name, value]))
    expect(refresh.paths).toContain(pathname)
    expect(refresh.read(asks({ query: Object.fromEntries(searchParams), headers }))).toEqual({ said: { refreshToken: 'r', apiKey: 'k' } })
  })

  it('does without `accept`, reads nothing from the body and minds no other parameter', () => {
    const query = { refresh_token: 'r', page: '1' }
    expect(refresh.read(asks({ query, headers: { 'x-api-key': 'k' }, body: { refresh_token: 'other' } })).said?.refreshToken).toBe('r')
    expect(refresh.read(asks({ headers: { 'x-api-key': 'k' }, body: { refresh_token: 'r' } })).answer?.status).toBe(422)
    expect(refresh.takesForms).toBe(true)
  })

  it('answers 422 with what is missing, as the document prints it', () => {
    expect(refresh.read(asks({ query: { refresh_token: 'r' } })).answer).toEqual({ status: 422, body: missingKey })
    expect(refresh.read(asks({ headers: { 'x-api-key': 'k' } })).answer).toEqual({
      status: 422,
      body: { detail: [{ loc: ['query', 'refresh_token'], msg: 'Field required', type: 'missing' }] },
    })
    expect(refresh.read(asks({})).answer?.body['detail']).toHaveLength(2)
  })

  it('reads empty ones, which are refused like any other wrong one', () => {
    expect(refresh.read(asks({ query: { refresh_token: '' }, headers: { 'x-api-key': '' } })).said).toEqual({
      refreshToken: '',
      apiKey: '',
    })
  })

  it('writes times with an offset that Python before 3.11 reads', () => {
    const { body } = refresh.answer(tokens({ accessTokenExpiresAt: noon, refreshTokenExpiresAt: noon + 1 }))
    expect(body['access_token_data']).toEqual({ token: 'the-access-token', expires: '2026-11-20T12:00:00.000+00:00' })
    expect(body['refresh_token_data']).toEqual({ token: 'the-refresh-token', expires: '2026-11-20T12:00:00.001+00:00' })
    expect(body).toMatchObject({ user_id: '0199aaaa-0000-7000-8000-000000000002', company_id: 7 })
  })

  it('tells the key of one company nothing about the sessions of another', () => {
    for (const error of Object.values(refresh.errors)) {
      expect(error).toEqual({ status: 401, body: { detail: 'Invalid API key or refresh token' } })
    }
  })
})

describe('a login in the GenLogs format', () => {
  it('is served with and without a slash at the end', () => {
    expect(logIn?.paths).toEqual(['/auth/token', '/auth/token/'])
  })

  it('reads the query and the key', () => {
    const query = { email: 'ada@example.com', password: 'p', page: '1' }
    expect(logIn?.read(asks({ query, headers: { 'x-api-key': 'k' } }))).toEqual({
      said: { email: 'ada@example.com', password: 'p', apiKey: 'k' },
    })
  })

  it('answers 422 with everything that is missing', () => {
    const where = (request: Parameters<typeof asks>[0]) =>
      (logIn?.read(asks(request)).answer?.body['detail'] as { loc: string[] }[]).map(({ loc }) => loc.join(' '))
    expect(where({})).toEqual(['header x-api-key', 'query email', 'query password'])
    expect(where({ headers: { 'x-api-key': 'k' }, query: { email: 'e' } })).toEqual(['query password'])
    expect(where({ headers: { 'x-api-key': 'k' }, query: { password: 'p' } })).toEqual(['query email'])
    expect(where({ query: { email: 'e', password: 'p' } })).toEqual(['header x-api-key'])
  })

  it('tells the key of one company nothing about the passwords of another', () => {
    for (const error of Object.values(logIn!.errors)) {
      expect(error).toEqual({ status: 401, body: { detail: 'Invalid API key, email or password' } })
    }
  })
})
