import type { FieldFault, Problem, ProblemCode, Route, RouteBody, RouteCall } from '@tessera/contract'
import { type Answer, held } from './contract.js'

/** A request before it is sent; what a route's types would not let through, may be in it. */
export interface RawRequest {
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** As it stands behind the `?`. */
  readonly search?: string
  readonly body?: string | Uint8Array<ArrayBuffer> | null
  readonly headers?: Readonly<Record<string, string>>
}

/** What a client is told when it is refused. */
export interface Refusal {
  readonly status: number
  readonly code: ProblemCode
  readonly reason: Problem['reason']
  readonly detail: string
  readonly fields: readonly FieldFault[]
  readonly headers: Headers
}

/** A refusal of what was to be done, or the other way round. Thrown: an `expect` of each of thousands of calls would take longer than they do. */
class Unexpected extends Error {
  override readonly name = 'Unexpected'
}

type Parts<R extends Route> = object extends RouteCall<R> ? [parts?: RouteCall<R>] : [parts: RouteCall<R>]

/** A running API, as one caller sees it. Every answer is held against the contract, whatever the test is about. */
export class Api {
  constructor(
    readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
    private readonly accessToken: (() => Promise<string>) | null = null,
  ) {}

  with(headers: Readonly<Record<string, string>>): Api {
    return new Api(this.url, { ...this.headers, ...headers }, this.accessToken)
  }

  as({ access_token }: { readonly access_token: string }): Api {
    return this.withAccessTokens(() => Promise.resolve(access_token))
  }

  /** With the access token of the moment, which is asked for at each call: for whoever outlives one. */
  withAccessTokens(accessToken: () => Promise<string>): Api {
    return new Api(this.url, this.headers, accessToken)
  }

  /** From another network: in development the API believes what its neighbours on this machine forward. */
  from(ip: string): Api {
    return this.with({ 'x-forwarded-for': ip })
  }

  /** Calls, and gives the body of the success that it must be. */
  async call<const R extends Route>(route: R, ...[parts]: Parts<R>): Promise<RouteBody<R>> {
    const { status, body } = await this.send(route, requestOf(parts))
    if (!(status in route.responses)) throw new Unexpected(`${route.method} ${route.path} was answered ${status}: ${JSON.stringify(body)}`)
    return body as RouteBody<R>
  }

  /** Calls, and gives the refusal that it must be. */
  async refused<const R extends Route>(route: R, ...[parts]: Parts<R>): Promise<Refusal> {
    return refusalIn(await this.send(route, requestOf(parts)))
  }

  /** Sends what must be refused. */
  async refuses(route: Route, request: RawRequest): Promise<Refusal> {
    return refusalIn(await this.send(route, request))
  }

  async send(route: Route, { params = {}, search = '', body = null, headers = {} }: RawRequest = {}): Promise<Answer> {
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
    const json: Readonly<Record<string, string>> = body === null ? {} : { 'content-type': 'application/json' }
    const bearer: Readonly<Record<string, string>> = this.accessToken ? { authorization: `Bearer ${await this.accessToken()}` } : {}
    const init: RequestInit = { method: route.method, headers: { ...json, ...bearer, ...this.headers, ...headers }, body }
    return held(route, await fetch(`${this.url}${path}${search && `?${search}`}`, init))
  }
}

/** A well-formed request as it goes over the wire. */
export function requestOf({ params, query = {}, body }: RequestParts = {}): RawRequest {
  const fields = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])
  return { params, search: new URLSearchParams(fields).toString(), body: body === undefined ? null : JSON.stringify(body) }
}

interface RequestParts {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

function refusalIn({ status, headers, body }: Answer): Refusal {
  if (status < 400) throw new Unexpected(`what was to be refused was answered ${status}: ${JSON.stringify(body)}`)
  const { code, reason, detail, fields = [] } = body as Problem
  return { status, code, reason, detail, fields, headers }
}
