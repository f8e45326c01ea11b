import { randomUUID } from 'node:crypto'
import { eventKinds, type Role, type Route, type RouteBody, type RouteCall, routes } from '@tessera/contract'
import { type Database, openDatabase } from '@tessera/persistence'
import { migratedDatabase } from '@tessera/persistence/testing'
import pino from 'pino'
import { bootstrap } from '../bootstrap.js'
import type { Configuration } from '../configuration.js'
import type { Extensions } from '../extensions.js'
import { testConfiguration } from './configuration.js'

const firstOwner = { email: 'owner@example.com', password: 'tall ships sail' }
const password = 'a good enough password'

/** An answer; `code` where it is a problem. */
export interface Answered<R extends Route> {
  readonly status: number
  readonly headers: Headers
  readonly body: RouteBody<R> & { readonly code?: string; readonly detail?: string }
}

type Parts<R extends Route> = object extends RouteCall<R> ? [parts?: RouteCall<R>] : [parts: RouteCall<R>]

/** Calls a route as somebody. */
export type Call = <const R extends Route>(route: R, ...parts: Parts<R>) => Promise<Answered<R>>

/** Somebody who is logged in. */
export interface Person {
  readonly userId: string
  readonly email: string
  readonly sessionId: string
  readonly refreshToken: string
  readonly accessToken: string
  readonly call: Call
}

/** The API over a database of the test's own, served by this process. */
export interface TestApi {
  readonly url: string
  /** For looking, and for what no call does. */
  readonly database: Database
  readonly owner: Person
  /** Every line of the log so far. */
  readonly log: readonly string[]
  /** Calls with these headers. */
  as(headers: Readonly<Record<string, string>>): Call
  person(roles?: readonly Role[], companyId?: number): Promise<Person>
  /** Ends what serves, as SIGTERM does; the database stays. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** @param extensions what a team would have added */
export async function startApi(settings: Partial<Configuration> = {}, extensions: Partial<Extensions> = {}): Promise<TestApi> {
  const test = await migratedDatabase()
  const log: string[] = []
  const running = await bootstrap(
    testConfiguration({ databaseUrl: test.url, firstOwner, rateLimits: false, issuer: 'http://localhost', ...settings }),
    pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    () => ({ claims: [], eventSinks: [], ...extensions }),
  )
  const database = openDatabase({ url: test.url, poolSize: 2 })
  let draining: Promise<void> | undefined
  const drain = () => (draining ??= running.close())
  const as = (headers: Readonly<Record<string, string>>): Call => callWith(running.url, headers)

  async function loggedIn(email: string, with_: string): Promise<Person> {
    const { status, body } = await as({})(routes.logIn, { body: { email, password: with_ } })
    if (status !== 201) throw new Error(`nobody logged in: ${JSON.stringify(body)}`)
    const { access_token: accessToken, refresh_token: refreshToken, session_id: sessionId, user } = body
    return { userId: user.id, email, sessionId, refreshToken, accessToken, call: as({ authorization: `Bearer ${accessToken}` }) }
  }

  const owner = await loggedIn(firstOwner.email, firstOwner.password)
  return {
    ...{ url: running.url, database, owner, log, as, drain },
    async person(roles = [], companyId = 1) {
      const email = `${randomUUID()}@example.com`
      const { status } = await owner.call(routes.createUser, { body: { email, password, roles: [...roles], company_id: companyId } })
      if (status !== 201) throw new Error(`nobody was created: ${status}`)
      return loggedIn(email, password)
    },
    async close() {
      await drain()
      const unlisted = settings.databaseUrl === undefined ? await kindsNotListed(database) : []
      await database.close()
      await test.drop()
      if (unlisted.length > 0) throw new Error(`logged, and not in the contract’s eventKinds: ${unlisted.join(', ')}`)
    },
  }
}

/** What is logged and not listed can be asked for by no receiver, and no other check would see it. */
async function kindsNotListed({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ kind: string }>('SELECT DISTINCT kind FROM events WHERE kind <> ALL ($1)', [eventKinds])
  return rows.map(({ kind }) => kind)
}

function callWith(url: string, given: Readonly<Record<string, string>>): Call {
  return async (route, ...[parts]) => {
    const {
      params = {},
      query = {},
      body,
    } = (parts ?? {}) as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: object }
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]))
    const headers = { ...(body && { 'content-type': 'application/json' }), ...given }
    const response = await fetch(`${url}${path}?${search.toString()}`, {
      method: route.method,
      headers,
      body: body ? JSON.stringify(body) : null,
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as never }
  }
}
