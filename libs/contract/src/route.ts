import type { z } from 'zod'
import type { ApiKeyScope } from './api-keys.js'
import type { Group } from './groups.js'
import type { ProblemCode } from './problem.js'
import type { Role } from './role.js'

/** Who may call: anybody; whoever has a live session; or whoever has one of these roles in the database at this moment. */
export type Access = 'anyone' | 'user' | readonly Role[]

/** Server-sent events, a table for spreadsheets, or a JSON object a line. */
export type StreamType = 'text/event-stream' | 'text/csv' | 'application/jsonl'

/**
 * One endpoint, declared once: the controller binds to it, the SDK calls it, and the OpenAPI document prints it.
 *
 * `responses` has the success statuses with their bodies (`null`: no body); `problems` the codes of the RFC 9457 problems that the
 * endpoint may answer beside the ones that every endpoint may.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `{name}` marks a parameter, as in OpenAPI. */
  readonly path: `/${string}`
  readonly summary: string
  readonly description?: string
  readonly group: Group
  readonly access: Access
  /** Where it is set, an API key with this scope may be sent instead of an access token; its user must have one of the roles all the same. */
  readonly apiKeyScope?: ApiKeyScope
  /** Set beside it where an access token will not do. */
  readonly apiKeyOnly?: true
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly responses: Readonly<Record<number, z.ZodType | null>>
  /** The types of a success that is written piece by piece, for as long as it takes, instead of JSON. Its schema is of one piece. */
  readonly streams?: readonly StreamType[]
  readonly problems: readonly ProblemCode[]
}

/** A route whose success is one body, and none that is written piece by piece: that is not for `call` to read. */
export type WholeRoute = Route & { readonly streams?: never }

/** Keeps a route's own types while checking that it is one. */
export function route<const R extends Route>(declared: R): R {
  return declared
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Given<S> = S extends z.ZodType ? z.input<S> : undefined
type Defined<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] }
type OptionalWhereEmpty<T> = { [K in keyof T as object extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as object extends T[K] ? K : never]?: T[K]
}

/** What a handler is given: the request's parts, parsed. */
export type RouteRequest<R extends Route> = Defined<{ params: Parsed<R['params']>; query: Parsed<R['query']>; body: Parsed<R['body']> }>

/** What a caller gives: the request's parts before parsing; a part whose every field is optional may be left out. */
export type RouteCall<R extends Route> = OptionalWhereEmpty<
  Defined<{ params: Given<R['params']>; query: Given<R['query']>; body: Given<R['body']> }>
>

type BodyOf<S> = S extends z.ZodType ? z.input<S> : undefined

/** What a stream is written from: pieces of text, and which of its types they are. */
export interface Streamed<T extends StreamType = StreamType> {
  readonly type: T
  readonly pieces: AsyncIterable<string>
  /** The name of the file that a browser saves it as; none for what is not saved. */
  readonly file?: string
}

/** What a handler answers: one of the declared statuses with that status's own body. */
export type RouteAnswer<R extends Route> = {
  [S in keyof R['responses'] & number]: {
    readonly status: S
    readonly body: R extends { readonly streams: readonly (infer T extends StreamType)[] } ? Streamed<T> : BodyOf<R['responses'][S]>
  }
}[keyof R['responses'] & number]

/** The body of a successful answer, as a caller reads it. */
export type RouteBody<R extends Route> = { [S in keyof R['responses'] & number]: Parsed<R['responses'][S]> }[keyof R['responses'] & number]
