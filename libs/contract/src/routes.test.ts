import * as z from 'zod'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { problemsOf } from './problems-of.js'
import { problemCodes, type ProblemCode } from './problem.js'
import type { Route, RouteAnswer, RouteBody, RouteCall, RouteRequest } from './route.js'
import { routes } from './routes.js'
import type { AdminSessionDetail, LoginResponse } from './sessions.js'
import type { Me } from './users.js'

const all: [string, Route][] = Object.entries(routes)

const namesIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
const namesOf = (params: z.ZodType | undefined) => Object.keys((params as z.ZodObject | undefined)?.shape ?? {})

const bounds = ['minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'allOf']

/** What a JSON schema holds its values to beside their type: bounds and patterns. Ids and times have a format; any whole number is a safe one. */
function rulesIn(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = Object.entries(schema).filter(([key, value]) =>
    bounds.includes(key)
      ? !('format' in schema)
      : ['minimum', 'maximum'].includes(key) && Math.abs(value as number) !== Number.MAX_SAFE_INTEGER,
  )
  return [...own.map(([key]) => `${path} ${key}`), ...Object.entries(schema).flatMap(([key, value]) => rulesIn(value, `${path}/${key}`))]
}

describe.each(all)('%s', (_, route) => {
  it('has a schema for exactly the parameters of its path', () => {
    expect(namesOf(route.params)).toEqual(namesIn(route.path))
  })

  it('refuses unknown fields wherever it takes some', () => {
    for (const part of [route.params, route.query, route.body]) {
      if (part) expect(part.safeParse({ unheard_of: '1' }).error?.issues.map(({ code }) => code)).toContain('unrecognized_keys')
    }
  })

  it('has one success', () => {
    const statuses = Object.keys(route.responses).map(Number)
    expect(statuses).toHaveLength(1)
    for (const status of statuses) expect(route.responses[status] === null).toBe(status === 204 || status === 202)
  })

  it('answers what was stored under other rules than those of today', () => {
    for (const answer of Object.values(route.responses))
      if (answer) expect(rulesIn(z.toJSONSchema(answer, { unrepresentable: 'any' }))).toEqual([])
  })

  it('declares only problems that do not follow from what it is', () => {
    const bare = problemsOf({ ...route, problems: [] })
    expect(route.problems.filter((code) => bare.includes(code) && code !== 'not_found' && code !== 'too_many_requests')).toEqual([])
  })

  it('takes no body with a GET', () => {
    if (route.method === 'GET') expect(route.body).toBeUndefined()
  })
})

describe('the routes', () => {
  it('are one each for a method and a path', () => {
    const ends = all.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
    expect(new Set(ends).size).toBe(ends.length)
  })

  it('use every problem code', () => {
    const used = new Set<ProblemCode>(all.flatMap(([, route]) => problemsOf(route)))
    expect(problemCodes.filter((code) => !used.has(code))).toEqual([])
  })

  it('are open to anyone only where nobody can have a token yet, or nothing is secret', () => {
    const open = all.filter(([, { access }]) => access === 'anyone').map(([key]) => key)
    const [beforeAnySession, withARefreshToken] = [
      ['signUp', 'verifyEmail', 'resendVerification', 'forgotPassword', 'resetPassword', 'logIn'],
      ['refresh', 'logOut'],
    ]
    expect(open).toEqual([...beforeAnySession, ...withARefreshToken, 'jwks', 'live', 'ready'])
  })

  it('take an API key for these alone, and of those whose user has a role there', () => {
    const scoped = all.flatMap(([key, { apiKeyScope }]) => (apiKeyScope ? [[key, apiKeyScope]] : []))
    expect(Object.fromEntries(scoped)).toEqual({
      listSessions: 'sessions:read',
      exportSessions: 'sessions:read',
      readSession: 'sessions:read',
      revokeSession: 'sessions:revoke',
      previewRevocation: 'sessions:revoke',
      createRevocation: 'sessions:revoke',
      readRevocation: 'sessions:revoke',
      stopRevocation: 'sessions:revoke',
      readRevocations: 'revocations:read',
      followRevocations: 'revocations:read',
      reportPosition: 'revocations:read',
      leaveFeed: 'revocations:read',
      pollReceiver: 'revocations:read',
    })
    for (const [, { access, apiKeyScope }] of all) if (apiKeyScope) expect(Array.isArray(access)).toBe(true)
  })

  it('for administrators and resource servers name roles', () => {
    for (const [, { path, access }] of all) expect(Array.isArray(access)).toBe(/^\/v1\/(admin|revocations|receivers)\b/.test(path))
  })
})

describe('the types', () => {
  it('of an answer hold the status and its own body together', () => {
    expectTypeOf<RouteAnswer<typeof routes.logIn>>().toEqualTypeOf<{ readonly status: 201; readonly body: LoginResponse }>()
    expectTypeOf<RouteAnswer<typeof routes.logOut>>().toEqualTypeOf<{ readonly status: 204; readonly body: undefined }>()
    // @ts-expect-error a status that the route does not declare
    const wrongStatus: RouteAnswer<typeof routes.logOut> = { status: 200, body: undefined }
    // @ts-expect-error another status' body
    const wrongBody: RouteAnswer<typeof routes.me> = { status: 200, body: { id: 'x' } }
    expect([wrongStatus, wrongBody]).toHaveLength(2)
  })

  it('of a body are what a caller reads', () => {
    expectTypeOf<RouteBody<typeof routes.me>>().toEqualTypeOf<Me>()
    expectTypeOf<RouteBody<typeof routes.readSession>>().toEqualTypeOf<AdminSessionDetail>()
    expectTypeOf<RouteBody<typeof routes.endMySession>>().toEqualTypeOf<undefined>()
  })

  it('of a call let the parts be left out whose every field may be', () => {
    expectTypeOf<object>().toExtend<RouteCall<typeof routes.me>>()
    expectTypeOf<object>().toExtend<RouteCall<typeof routes.listSessions>>()
    expectTypeOf<object>().not.toExtend<RouteCall<typeof routes.logIn>>()
    expectTypeOf<object>().not.toExtend<RouteCall<typeof routes.readSession>>()
    expectTypeOf<{ params: { id: string } }>().toExtend<RouteCall<typeof routes.revokeSession>>()
    expectTypeOf<RouteCall<typeof routes.logIn>['body']['device_name']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<NonNullable<RouteCall<typeof routes.listSessions>['query']>['limit']>().toEqualTypeOf<number | undefined>()
  })

  it('of a request have just the parts that the route takes', () => {
    expectTypeOf<keyof RouteRequest<typeof routes.me>>().toEqualTypeOf<never>()
    expectTypeOf<keyof RouteRequest<typeof routes.revokeSession>>().toEqualTypeOf<'params' | 'body'>()
    expectTypeOf<RouteRequest<typeof routes.revokeSession>['params']>().toEqualTypeOf<{ id: string }>()
  })
})
