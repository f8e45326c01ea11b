import { refusals } from '@tessera/core'
import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accountCalls,
  accountRefusals,
  type Dialect,
  type HandedOut,
  type Input,
  loginRefusals,
  type Reading,
  routesOf,
  troubles,
  type WireAnswer,
  type WireRequest,
} from './dialect.js'
import { sectionOf } from './openapi/section.js'
import { readDialects } from './settings.js'
import { legion } from './testing/legion.js'
import { asks, tokens } from './testing/given.js'
import type { Printed } from './testing/printed.js'
import { namesIn } from './testing/shape.js'

const usual = readDialects({}).dialects ?? []
const asked = readDialects({ DIALECTS: 'talkstack', TALKSTACK_UNKNOWN_USER: '404' }).dialects ?? []
const all = [...usual, ...asked, legion].map((dialect) => [dialect.title, dialect] as const)

const everyHandedOut: fc.Arbitrary<HandedOut> = fc.record({
  accessToken: fc.string(),
  tokenType: fc.constant('Bearer'),
  accessTokenExpiresAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  accessTokenExpiresIn: fc.nat(),
  refreshToken: fc.string(),
  refreshTokenExpiresAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  refreshTokenExpiresIn: fc.nat(),
  scope: fc.string(),
  sessionId: fc.uuid(),
  deviceId: fc.option(fc.string({ unit: 'binary' })),
  user: fc.record({ id: fc.uuid(), email: fc.emailAddress() }),
  companyId: fc.integer({ min: 1 }),
})

const secret = 'tessera_rt_secret'
/** Requests that have a secret in places where a format reads it and where it does not. */
function requestsTo(dialect: Dialect): fc.Arbitrary<WireRequest> {
  const read = routesOf(dialect).flatMap(({ inputs }): readonly Input<string>[] => inputs)
  const name = fc.constantFrom(...new Set(read.map((input) => input.name)), 'x-api-key', 'authorization', secret)
  const texts = fc.dictionary(name, fc.constantFrom(secret, ''))
  return fc.record({
    body: fc.oneof(
      fc.dictionary(name, fc.oneof(fc.constantFrom<unknown>(secret, [secret], { [secret]: secret }, null, '', 1), fc.jsonValue())),
      fc.constantFrom<unknown>(secret, [secret], undefined),
      fc.jsonValue(),
    ),
    query: texts,
    headers: texts,
  })
}

describe.each(all)('%s', (_title, dialect) => {
  const routes = dialect.logIn ? [dialect.refresh, dialect.logIn] : [dialect.refresh]
  const everyRequest = requestsTo(dialect)

  it('says of an account with a second factor what it says of a wrong password: else it tells which password is right', () => {
    const { second_factor_owed, second_factor_wrong, second_factor_lost, wrong_password } = dialect.logIn?.errors ?? {}
    for (const word of [second_factor_owed, second_factor_wrong, second_factor_lost]) expect(word).toEqual(wrong_password)
  })
  const every = routesOf(dialect)
  const accounts = Object.values(dialect.accounts ?? {})
  const errors: readonly WireAnswer[] = [
    ...Object.values(dialect.refresh.errors),
    ...Object.values(dialect.logIn?.errors ?? {}),
    ...accounts.flatMap(({ errors, unfit }) => [...Object.values(errors), unfit('It is wrong.')]),
    ...Object.values(dialect.trouble),
  ]

  it('has a name in lower case, and addresses that a router reads as they are', () => {
    expect(dialect.name).toMatch(/^[a-z][a-z0-9-]*$/)
    for (const { paths, summary } of every) {
      expect(paths.length).toBeGreaterThan(0)
      for (const path of paths) expect(path).toMatch(/^(\/[\w.~-]+)+\/?$/)
      expect(summary).toMatch(/\.$/)
    }
  })

  it('leaves the server its own addresses', () => {
    for (const { paths } of every) for (const path of paths) expect(path).not.toMatch(/^\/(oauth|health|v1\/admin)(\/|$)/)
  })

  it('has a word for every refusal, every refused login and every trouble', () => {
    expect(Object.keys(dialect.refresh.errors).sort()).toEqual([...refusals].sort())
    if (dialect.logIn) expect(Object.keys(dialect.logIn.errors).sort()).toEqual([...loginRefusals].sort())
    for (const { errors: ofAccount } of accounts)
      expect(Object.keys(ofAccount).sort()).toEqual(Object.values(accountRefusals).flat().sort())
    expect(Object.keys(dialect.trouble).sort()).toEqual([...troubles].sort())
  })

  it('refuses with 4xx, and says that trouble is ours with its documented 500 alone', () => {
    for (const refusal of refusals) expect(dialect.refresh.errors[refusal].status).toBeOneOf([400, 401, 403, 404])
    for (const refusal of loginRefusals) expect(dialect.logIn?.errors[refusal].status ?? 401).toBeOneOf([400, 401, 403, 404])
    expect(troubles.filter((trouble) => dialect.trouble[trouble].status >= 500)).toEqual(['internal_error', 'unavailable'])
    expect(dialect.trouble.internal_error.status).toBe(500)
    expect(dialect.trouble.unavailable).toMatchObject({ status: 500, headers: { 'retry-after': '1' } })
  })

  it('answers all its errors in one shape, but for a documented 500 of its own', () => {
    const shapes = new Set(errors.filter(({ status }) => status !== 500).map(({ body }) => Object.keys(body).sort().join()))
    expect(shapes.size).toBe(1)
  })

  it('answers no error with a key that its clients take for a success', () => {
    const ofSuccess = new Set(routes.flatMap(({ answer }) => namesIn(answer(tokens()).body)))
    for (const { done } of accounts) for (const name of namesIn(done.body)) ofSuccess.add(name)
    // What says which of the two an answer is may be in both.
    ofSuccess.delete('ok')
    for (const { body } of errors) for (const name of namesIn(body)) expect(ofSuccess).not.toContain(name)
  })

  it('answers whatever was handed out with JSON that has both tokens', () => {
    fc.assert(
      fc.property(everyHandedOut, (handedOut) => {
        for (const { answer } of routes) {
          const { status, body } = answer(handedOut)
          expect(status).toBe(200)
          expect(JSON.parse(JSON.stringify(body))).toEqual(body)
          expect(stringsIn(body)).toEqual(expect.arrayContaining([handedOut.accessToken, handedOut.refreshToken]))
        }
      }),
    )
  })

  it('reads any request or answers it with a 4xx in its own shape, and never says back what was presented', () => {
    const shape = Object.keys(dialect.trouble.not_found.body)
    fc.assert(
      fc.property(everyRequest, (request) => {
        for (const { read } of every) {
          const { said, answer }: Reading<object> = read(request)
          if (said) expect(Object.values(said).every((value) => typeof value === 'string')).toBe(true)
          else {
            expect(answer.status).toBeOneOf([400, 422])
            expect(Object.keys(answer.body)).toEqual(shape)
            expect(JSON.stringify(answer)).not.toContain(secret)
            expect(namesIn(answer.body)).not.toContain('token')
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('finds what a request says in each of the inputs that the reference names, and answers where one is missing', () => {
    for (const { inputs, read } of every as readonly {
      inputs: readonly Input<string>[]
      read: (request: WireRequest) => Reading<object>
    }[]) {
      const parts = [...new Set(inputs.map(({ holds }) => holds))]
      const said = Object.fromEntries(parts.map((part) => [part, `the ${part}`]))
      // Each input is once the one that is sent of those that hold the same.
      for (const chosen of inputs) {
        const sent = parts.map((part) => (part === chosen.holds ? chosen : inputs.find(({ holds }) => holds === part)!))
        expect(read(requestWith(sent))).toEqual({ said })
        for (const left of sent.filter(({ optional }) => !optional))
          expect(read(requestWith(sent.filter((input) => input !== left))).answer).toBeDefined()
      }
    }
  })

  it('answers what the reference says, whatever is asked or handed out', () => {
    const ajv = new Ajv2020({ formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)$/ } })
    const { paths } = sectionOf(dialect)
    for (const route of every) {
      const { paths: served, read } = route
      const { responses } = paths[served[0]!]!['post'] as Printed
      const checks = Object.entries(responses).map(([status, { content }]) => [status, ajv.compile(content!['application/json']!.schema)])
      const check = Object.fromEntries(checks) as Record<string, ValidateFunction>
      const isDocumented = ({ status, body }: WireAnswer) => check[status]?.(body) === true
      if ('answer' in route) fc.assert(fc.property(everyHandedOut, (handedOut) => isDocumented(route.answer(handedOut))))
      else {
        const call = accountCalls.find((each) => dialect.accounts?.[each] === route)!
        const refused = accountRefusals[call].map((refusal) => route.errors[refusal])
        expect([route.done, route.unfit('It is wrong.'), ...refused].every(isDocumented)).toBe(true)
      }
      fc.assert(
        fc.property(everyRequest, (request) => {
          const { answer: unread }: Reading<object> = read(request)
          return unread === undefined || isDocumented(unread)
        }),
      )
    }
  })

  it('always answers alike: nothing is remembered between two requests', () => {
    for (const { read, answer } of routes) {
      expect(read(asks({}))).toEqual(read(asks({})))
      expect(answer(tokens())).toEqual(answer(tokens()))
    }
  })
})

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** A request that says `the email` where the email goes, and so on. */
function requestWith(inputs: readonly Input<string>[]): WireRequest {
  const of = (place: Input<string>['in']) =>
    Object.fromEntries(inputs.filter((input) => input.in === place).map(({ name, holds }) => [name, `the ${holds}`]))
  return { body: of('body'), query: of('query'), headers: of('header') }
}
