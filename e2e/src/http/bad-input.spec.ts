// Long, because it is a table: a good call of every route, which is then spoiled field by field.
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { openApi, type Route, type RouteCall, routes } from '@tessera/contract'
import { type Api, type RawRequest, type Refusal, requestOf } from './api.js'
import { badQueriesFor, badValuesFor, type BodySchema, type FieldSchema } from './bad-values.js'
import { createPerson, logIn, type Person, refresh, uniqueName } from './people.js'
import { expect, test } from './test.js'

type RouteName = keyof typeof routes

/** Somebody who may call everything, and whose sessions nobody may change here. */
interface Shared {
  readonly person: Person
  readonly caller: Api
  /** As the last test left it. */
  target: { readonly session_id: string; readonly refresh_token: string }
  readonly client: { readonly client_id: string }
  readonly apiKeyId: string
}

interface Given extends Readonly<Shared> {
  readonly freeEmail: string
  readonly freeClientId: string
}

const clientRules: RouteCall<typeof routes.createClient>['body'] = {
  ...{ name: 'n', scope: 'account', grants: ['refresh_token', 'client_credentials'], audience: 'a', dialects: ['genlogs'] },
  ...{ access_token_lifetime: 60, idle_timeout: 60, absolute_lifetime: 60, retry_window: 10, reuse_policy: 'strict' },
  ...{ sessions_per_user: 1, dpop_required: true },
}

/** A good call of each route, which the tests then spoil in one place. A route that is missing here does not compile. */
const good: { readonly [Name in RouteName]: (given: Given) => RouteCall<(typeof routes)[Name]> } = {
  signUp: ({ freeEmail }) => ({ body: { email: freeEmail, password: 'a good enough password', name: 'n' } }),
  verifyEmail: ({ freeEmail }) => ({ body: { email: freeEmail, code: '123456' } }),
  resendVerification: ({ freeEmail }) => ({ body: { email: freeEmail } }),
  forgotPassword: ({ freeEmail }) => ({ body: { email: freeEmail } }),
  resetPassword: () => ({ body: { token: 't', new_password: 'a good enough password' } }),
  logIn: ({ person: { email, password } }) => ({ body: { email, password, client_id: 'tessera', device_id: 'd', device_name: 'n' } }),
  refresh: ({ target }) => ({ body: { refresh_token: target.refresh_token, client_id: 'tessera' } }),
  logOut: ({ target }) => ({ body: { refresh_token: target.refresh_token } }),
  me: () => ({}),
  updateMe: () => ({ body: { name: 'n' } }),
  changeMyPassword: ({ person }) => ({ body: { current_password: person.password, new_password: 'a good enough password' } }),
  changeMyEmail: ({ person, freeEmail }) => ({ body: { email: freeEmail, current_password: person.password } }),
  confirmMyEmail: () => ({ body: { code: '123456' } }),
  mySecondFactor: () => ({}),
  setUpSecondFactor: ({ person }) => ({ body: { current_password: person.password } }),
  confirmSecondFactor: () => ({ body: { otp: '123456' } }),
  renewRecoveryCodes: ({ person }) => ({ body: { current_password: person.password, otp: '123456' } }),
  removeSecondFactor: ({ person }) => ({ body: { current_password: person.password, otp: '123456' } }),
  mySessions: () => ({ query: {} }),
  endMySession: ({ target }) => ({ params: { id: target.session_id } }),
  endMyOtherSessions: () => ({}),
  mySavedViews: () => ({}),
  saveMyView: () => ({ body: { page: 'sessions', name: 'n', query: 'state=ended' } }),
  forgetMyView: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  listSessions: () => ({ query: {} }),
  exportSessions: () => ({ query: { format: 'jsonl' } }),
  readSession: ({ target }) => ({ params: { id: target.session_id } }),
  revokeSession: ({ target }) => ({ params: { id: target.session_id }, body: { reason: 'r' } }),
  previewRevocation: ({ apiKeyId }) => ({ body: { ids: [apiKeyId], include_current: true } }),
  createRevocation: ({ apiKeyId }) => ({
    body: {
      ...{ ids: [apiKeyId], include_current: true, as_of: '2026-11-20T12:00:00.000Z', expected_count: 0, reason: 'r', starts_in: 0 },
    },
  }),
  listRevocations: () => ({ query: {} }),
  readRevocation: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  stopRevocation: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  overview: () => ({ query: {} }),
  stream: () => ({}),
  listEvents: () => ({ query: {} }),
  exportEvents: () => ({ query: { format: 'csv' } }),
  listUsers: () => ({ query: {} }),
  createUser: ({ freeEmail }) => ({
    body: { email: freeEmail, password: 'a good enough password', name: 'n', roles: ['auditor'], company_id: 1, email_verified: true },
  }),
  readUser: ({ person }) => ({ params: { id: person.id } }),
  updateUser: ({ person }) => ({
    params: { id: person.id },
    body: { name: 'n', roles: ['auditor'], company_id: 1, email_verified: true, disabled: true },
  }),
  deleteUser: ({ person }) => ({ params: { id: person.id } }),
  inviteUser: ({ person }) => ({ params: { id: person.id } }),
  forcePasswordReset: ({ person }) => ({ params: { id: person.id } }),
  takeSecondFactor: ({ person }) => ({ params: { id: person.id } }),
  listUserEvents: ({ person }) => ({ params: { id: person.id }, query: {} }),
  listClients: () => ({ query: {} }),
  createClient: ({ freeClientId }) => ({ body: { client_id: freeClientId, confidential: true, ...clientRules } }),
  readClient: ({ client }) => ({ params: { id: client.client_id } }),
  updateClient: ({ client }) => ({ params: { id: client.client_id }, body: { ...clientRules, disabled: true } }),
  previewClient: ({ client }) => ({ params: { id: client.client_id }, body: { idle_timeout: 60, absolute_lifetime: 60 } }),
  rotateClientSecret: ({ client }) => ({ params: { id: client.client_id }, body: { overlap: 0 } }),
  listCompanies: () => ({ query: {} }),
  createCompany: () => ({ body: { name: 'n' } }),
  readCompany: () => ({ params: { id: 1 } }),
  renameCompany: () => ({ params: { id: 1 }, body: { name: 'n' } }),
  readRevocations: () => ({ query: {} }),
  followRevocations: () => ({ query: {} }),
  reportPosition: () => ({ body: { follower: 'f', position: 'MQ', via: 'poll', when_stale: 'accept' } }),
  leaveFeed: () => ({ body: { follower: 'f' } }),
  listFollowers: () => ({}),
  listReceivers: () => ({ query: {} }),
  createReceiver: () => ({
    body: {
      ...{ name: 'n', form: 'webhook', company_id: 1, url: 'https://orders.example/', kinds: ['session_ended'] },
      ...{ audience: 'a', authorization: 'a' },
    },
  }),
  readReceiver: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  updateReceiver: ({ apiKeyId }) => ({
    params: { id: apiKeyId },
    body: { name: 'n', url: 'https://orders.example/', kinds: ['session_ended'], audience: 'a', authorization: 'a', paused: true },
  }),
  removeReceiver: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  rotateReceiverSecret: ({ apiKeyId }) => ({ params: { id: apiKeyId }, body: { former_lives: 0 } }),
  testReceiver: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  listDeliveries: ({ apiKeyId }) => ({ params: { id: apiKeyId }, query: {} }),
  redeliver: ({ apiKeyId }) => ({ params: { id: apiKeyId, delivery: 1 } }),
  pollReceiver: ({ apiKeyId }) => ({
    params: { id: apiKeyId },
    body: { maxEvents: 0, returnImmediately: true, ack: ['x'], setErrs: { x: { err: 'x' } } },
  }),
  listSigningKeys: () => ({}),
  rotateSigningKey: () => ({ body: { at_once: true } }),
  withdrawSigningKey: () => ({ params: { kid: 'x'.repeat(43) } }),
  myApiKeys: () => ({ query: {} }),
  createMyApiKey: () => ({ body: { name: 'n', scopes: ['tokens'], expires_in: 60 } }),
  revokeMyApiKey: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  listApiKeys: () => ({ query: {} }),
  createApiKey: ({ person }) => ({ body: { user_id: person.id, name: 'n', scopes: ['tokens'], expires_in: 60 } }),
  readApiKey: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  revokeApiKey: ({ apiKeyId }) => ({ params: { id: apiKeyId } }),
  jwks: () => ({}),
  live: () => ({}),
  ready: () => ({}),
}

const document = openApi(routes, { issuer: 'http://localhost', version: '0' })

/** One for each worker: since no call of these tests does anything, the next finds all as it was. */
const bad = test.extend<object, { shared: Shared }>({
  shared: [
    async ({ api, owner }, use) => {
      const person = await createPerson(owner, ['owner'])
      const caller = api.as(await logIn(api, person))
      const target = await logIn(api, person)
      const client = await owner.call(routes.createClient, { body: { name: uniqueName('client'), confidential: true } })
      const { id: apiKeyId } = await caller.call(routes.createMyApiKey, { body: { name: 'n', scopes: ['tokens'] } })
      await use({ person, caller, target, client, apiKeyId })
    },
    { scope: 'worker' },
  ],
})

for (const name of Object.keys(routes) as RouteName[]) {
  bad(`${name} refuses what is not as the contract has it, says what is wrong, and does nothing`, async ({ api, owner, shared }) => {
    const route: Route = routes[name]
    const { person, caller, client } = shared
    const freeEmail = `${uniqueName('free')}@example.com`
    const freeClientId = uniqueName('free')
    const request = requestOf(good[name]({ ...shared, freeEmail, freeClientId }))
    const before = await everythingOf(owner, person, client)

    // Looked at here: of thousands, each `expect` takes as long as its call.
    const wrong: string[] = []
    for (const [what, spoilt, expected] of spoiltCalls(route, request)) {
      const refusal = await caller.refuses(route, spoilt).catch((fault: unknown) => {
        throw new Error(`${name}: ${what}: ${String(fault)}`, { cause: fault })
      })
      if (!isDeepStrictEqual(shownOf(refusal, expected), expected))
        wrong.push(`${what}: ${JSON.stringify(refusal)} is not ${JSON.stringify(expected)}`)
    }
    expect(wrong).toEqual([])

    expect(await everythingOf(owner, person, client)).toEqual(before)
    shared.target = { ...shared.target, ...(await refresh(api, shared.target)) }
    await owner.call(routes.createUser, { body: { email: freeEmail, password: 'a good enough password' } })
    await owner.call(routes.createClient, { body: { client_id: freeClientId, name: 'n' } })
  })
}

type Expected = { readonly status: number; readonly field?: string }
type SpoiltCall = readonly [what: string, request: RawRequest, expected: Expected]

function spoiltCalls(route: Route, request: RawRequest): SpoiltCall[] {
  return [...spoiltPaths(route, request), ...spoiltQueries(route, request), ...spoiltBodies(route, request)]
}

function spoiltPaths(route: Route, request: RawRequest): SpoiltCall[] {
  const { name, schema } = operationOf(route).parameters?.find((parameter) => parameter.in === 'path') ?? {}
  if (!name || !schema) return []
  // Where an id is a word of the administrators’ choice, some of these may be one; but nobody’s.
  const isWellFormed = (id: string) => schema.pattern !== undefined && new RegExp(schema.pattern).test(id)
  const ids = [
    '0',
    'x',
    '-1',
    '%',
    ...(leadsElsewhere(route.path) ? [] : ['..']),
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
      { ...request, params: { ...request.params, [name]: id } },
      { status: id === '..' || isWellFormed(id) ? 404 : 422, field: `params.${name}` },
    ]),
    ['an id that is too long', { ...request, params: { ...request.params, [name]: 'a'.repeat(2000) } }, { status: 414 }],
  ]
}

/** Whether `..` for an id makes it the address of another route, as it does of what is below a user. */
function leadsElsewhere(path: string): boolean {
  return new URL(path.replace(/\{\w+\}/g, '..'), 'http://localhost').pathname in document.paths
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
  if (!schema) return calls
  for (const name of schema.required ?? []) {
    const { [name]: _missing, ...rest } = base
    calls.push([`${name} missing`, withBody(JSON.stringify(rest)), { status: 422, field: `body.${name}` }])
  }
  for (const [name, field] of Object.entries(schema.properties)) {
    for (const [what, value] of badValuesFor(whole(field))) {
      calls.push([`${name}: ${what}`, withBody(JSON.stringify({ ...base, [name]: value })), { status: 422, field: `body.${name}` }])
    }
  }
  return calls
}

/** A field’s schema, wherever the document has it. */
function whole(field: FieldSchema): FieldSchema {
  const name = field.$ref?.slice('#/components/schemas/'.length)
  return name === undefined ? field : (document.components.schemas[name] as FieldSchema)
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
  if (field === undefined || status !== 422) return { status, ...(status === 404 && field !== undefined && { field }) }
  const named = fields.find((fault) => fault.field === field || fault.field.startsWith(`${field}.`))
  return { status, field: named ? field : `not named: ${JSON.stringify(fields)}` }
}

/** All that the platform knows of a person, a client and the first company, as an administrator sees it. */
async function everythingOf(owner: Api, { id, email }: Person, { client_id }: Given['client']) {
  const { items, count } = await owner.call(routes.listSessions, { query: { user_id: id } })
  const details = await Promise.all(items.map((item) => owner.call(routes.readSession, { params: { id: item.id } })))
  const ofEmail = await owner.call(routes.listSessions, { query: { email } })
  const client = await owner.call(routes.readClient, { params: { id: client_id } })
  const apiKeys = await owner.call(routes.listApiKeys, { query: { user_id: id } })
  const { items: firstCompany } = await owner.call(routes.listCompanies, { query: { after: 2 } })
  return { count, details, ofEmail, client, apiKeys, firstCompany }
}
