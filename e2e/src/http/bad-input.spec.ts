import { randomUUID } from 'node:crypto'
import { openApi, type Route, type RouteCall, routes } from '@tessera/contract'
import { type Api, type RawRequest, type Refusal, requestOf } from './api.js'
import { badQueriesFor, badValuesFor, type BodySchema, type FieldSchema } from './bad-values.js'
import { createPerson, logIn, type Person, refresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

type RouteName = keyof typeof routes

/** Somebody who may call everything, and whose sessions nobody may change here. */
interface Given {
  readonly person: Person
  readonly target: { readonly session_id: string; readonly refresh_token: string }
  readonly freeEmail: string
}

/** A good call of each route, which the tests then spoil in one place. A route that is missing here does not compile. */
const good: { readonly [Name in RouteName]: (given: Given) => RouteCall<(typeof routes)[Name]> } = {
  logIn: ({ person: { email, password } }) => ({ body: { email, password, client_id: 'tessera', device_id: 'd', device_name: 'n' } }),
  refresh: ({ target }) => ({ body: { refresh_token: target.refresh_token, client_id: 'tessera' } }),
  logOut: ({ target }) => ({ body: { refresh_token: target.refresh_token } }),
  me: () => ({}),
  mySessions: () => ({ query: {} }),
  endMySession: ({ target }) => ({ params: { id: target.session_id } }),
  endMyOtherSessions: () => ({}),
  listSessions: () => ({ query: {} }),
  readSession: ({ target }) => ({ params: { id: target.session_id } }),
  revokeSession: ({ target }) => ({ params: { id: target.session_id }, body: { reason: 'r' } }),
  createUser: ({ freeEmail }) => ({
    body: { email: freeEmail, password: 'a good enough password', name: 'n', roles: ['auditor'], company_id: 1, email_verified: true },
  }),
  jwks: () => ({}),
  live: () => ({}),
  ready: () => ({}),
}

const document = openApi(routes, { issuer: 'http://localhost', version: '0' })

for (const name of Object.keys(routes) as RouteName[]) {
  test(`${name} refuses what is not as the contract has it, says what is wrong, and does nothing`, async ({ api, owner }) => {
    const route: Route = routes[name]
    const person = await createPerson(owner, ['owner'])
    const caller = api.as(await logIn(api, person))
    const target = await logIn(api, person)
    const freeEmail = `${uniqueName('free')}@example.com`
    const request = requestOf(good[name]({ person, target, freeEmail }))
    const before = await everythingOf(owner, person)

    for (const [what, spoilt, expected] of spoiltCalls(route, request)) {
      const refusal = await caller.refuses(route, spoilt).catch((fault: unknown) => {
        throw new Error(`${name}: ${what}: ${String(fault)}`, { cause: fault })
      })
      expect(shownOf(refusal, expected), `${what}: ${JSON.stringify(refusal)}`).toEqual(expected)
    }

    expect(await everythingOf(owner, person)).toEqual(before)
    await refresh(api, target)
    await owner.call(routes.createUser, { body: { email: freeEmail, password: 'a good enough password' } })
  })
}

type Expected = { readonly status: number; readonly field?: string }
type SpoiltCall = readonly [what: string, request: RawRequest, expected: Expected]

function spoiltCalls(route: Route, request: RawRequest): SpoiltCall[] {
  return [...spoiltPaths(route, request), ...spoiltQueries(route, request), ...spoiltBodies(route, request)]
}

function spoiltPaths(route: Route, request: RawRequest): SpoiltCall[] {
  if (!route.params) return []
  const ids = [
    '0',
    'x',
    '-1',
    '%',
    '..',
    'null',
    'a'.repeat(36),
    `${randomUUID()}x`,
    randomUUID().replaceAll('-', ''),
    'ab\u0000',
    'ä',
    '{id}',
  ]
  return [
    ...ids.map((id): SpoiltCall => [
      `the id ${id}`,
      { ...request, params: { id } },
      { status: id === '..' ? 404 : 422, field: 'params.id' },
    ]),
    ['an id that is too long', { ...request, params: { id: 'a'.repeat(2000) } }, { status: 414 }],
  ]
}

function spoiltQueries(route: Route, request: RawRequest): SpoiltCall[] {
  const { parameters = [] } = operationOf(route)
  const withSearch = (search: string) => ({ ...request, search })
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  return [
    ...inQuery.flatMap(({ name, schema }) => [
      ...badQueriesFor(schema).map(([what, value]): SpoiltCall => {
        return [`${name}: ${what}`, withSearch(`${name}=${encodeURIComponent(String(value))}`), { status: 422, field: `query.${name}` }]
      }),
      [`${name} twice`, withSearch(`${name}=1&${name}=1`), { status: 422, field: `query.${name}` }] as const,
      [`${name} as a list`, withSearch(`${name}[]=1`), { status: 422, field: `query.${name}[]` }] as const,
      [`${name} that is not UTF-8`, withSearch(`${name}=%ff`), { status: 422, field: 'query' }] as const,
      [`${name} with half a surrogate pair`, withSearch(`${name}=%ed%a0%80`), { status: 422, field: 'query' }] as const,
    ]),
    ['an unknown field of the query', withSearch('colour=red'), { status: 422, field: 'query.colour' }],
    ['a prototype in the query', withSearch('__proto__=x'), { status: 422, field: 'query.__proto__' }],
    ['a broken escape', withSearch('%zz=1'), { status: 422, field: 'query' }],
  ]
}

function spoiltBodies(route: Route, request: RawRequest): SpoiltCall[] {
  if (route.method === 'GET') return []
  const withBody = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => ({ ...request, body, headers })
  const schema = operationOf(route).requestBody?.content['application/json'].schema
  const base = typeof request.body === 'string' ? (JSON.parse(request.body) as Record<string, unknown>) : {}
  const unknownField = schema ? 'body.colour' : 'body'
  const calls: SpoiltCall[] = [
    ['an unknown field', withBody(JSON.stringify({ ...base, colour: 'red' })), { status: 422, field: unknownField }],
    ['an array', withBody('[]'), { status: 422, field: 'body' }],
    ['a string', withBody('"x"'), { status: 422, field: 'body' }],
    ['a number', withBody('7'), { status: 422, field: 'body' }],
    ['deep JSON', withBody('['.repeat(30_000) + ']'.repeat(30_000)), { status: 422, field: 'body' }],
    ['broken JSON', withBody('{"email":'), { status: 400 }],
    ['two JSON texts', withBody('{}{}'), { status: 400 }],
    ['a prototype', withBody('{"__proto__":{"roles":["owner"]}}'), { status: 400 }],
    ['a prototype’s constructor', withBody('{"constructor":{"prototype":{"roles":["owner"]}}}'), { status: 400 }],
    [
      'bytes that are not UTF-8',
      withBody(new Uint8Array([...Buffer.from('{"email":"'), 0xc3, 0x28, ...Buffer.from('"}')])),
      { status: 400 },
    ],
    ['a megabyte', withBody(JSON.stringify({ ...base, reason: 'x'.repeat(1_000_000) })), { status: 413 }],
    ['a form', withBody('email=a', { 'content-type': 'application/x-www-form-urlencoded' }), { status: 415 }],
    ['text', withBody('{}', { 'content-type': 'text/plain' }), { status: 415 }],
    ['something that is almost JSON', withBody('{}', { 'content-type': 'application/json5' }), { status: 415 }],
  ]
  if (!schema) return calls.filter(([, , { status }]) => status !== 413 && status !== 415)
  for (const name of schema.required ?? []) {
    const { [name]: _missing, ...rest } = base
    calls.push([`${name} missing`, withBody(JSON.stringify(rest)), { status: 422, field: `body.${name}` }])
  }
  for (const [name, field] of Object.entries(schema.properties)) {
    for (const [what, value] of badValuesFor(field)) {
      calls.push([`${name}: ${what}`, withBody(JSON.stringify({ ...base, [name]: value })), { status: 422, field: `body.${name}` }])
    }
  }
  return calls
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: FieldSchema }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: BodySchema } } }
}

function operationOf({ path, method }: Route): Operation {
  return document.paths[path]?.[method.toLowerCase()] as Operation
}

/** What of a refusal is expected: its status, and the field, or the one around the entry, that it names. */
function shownOf({ status, fields }: Refusal, { field }: Expected): Expected {
  if (field === undefined || status !== 422) return { status, ...(status === 404 && { field: 'params.id' }) }
  const named = fields.find((fault) => fault.field === field || fault.field.startsWith(`${field}.`))
  return { status, field: named ? field : `not named: ${JSON.stringify(fields)}` }
}

/** All that the platform knows of a person, as an administrator sees it. */
async function everythingOf(owner: Api, { id, email }: Person) {
  const { items, count } = await owner.call(routes.listSessions, { query: { user_id: id } })
  const details = await Promise.all(items.map((item) => owner.call(routes.readSession, { params: { id: item.id } })))
  const ofEmail = await owner.call(routes.listSessions, { query: { email } })
  return { count, details, ofEmail }
}
