import type { ApiKeyScope, Route } from '@tessera/contract'
import type { Origin } from '@tessera/persistence'
import type { FastifyRequest } from 'fastify'
import type { ProvingRequest } from '../dpop/dpop.js'
import type { Caller, SessionCaller } from './caller.js'
import { hasHungUp } from './hung-up.js'
import { originOf } from './origin.js'

/** What the request log may say about a call beside its route: ids, and our private word for a refusal. Never a token. */
export interface LoggedFacts {
  readonly userId?: string
  readonly sessionId?: string
  readonly apiKeyId?: string
  /** As the request says it, before anybody has proved to be it: the log leaves out what can be no client's id. */
  readonly clientId?: string
  readonly refusal?: string
  /** What a refresh came to: `rotated`, `retried`, or the private word for its refusal. */
  readonly refreshed?: string
}

/** What a handler knows about a call beside its parsed parts. */
export interface CallContext<R extends Route = Route> {
  /** Null, by type, on the routes that are open to anyone; without a session perhaps on those that take an API key, and on no other. */
  readonly caller: R['access'] extends 'anyone' ? null : R extends { readonly apiKeyScope: ApiKeyScope } ? Caller : SessionCaller
  readonly origin: Origin
  /** What a proof of possession is about, and the proof: for `Dpop`. */
  readonly proving: ProvingRequest
  /** What a reader of a stream that connects again had last (WHATWG HTML §9.2.4). */
  readonly lastEventId: string | undefined
  /** Says which refresh token the nonce in the answer is for (`DPoP-Nonce`). The last word counts; without one, it fits none. */
  giveNonceFor(refreshToken: string): void
  /** Aborted when the caller has gone, or was answered because the deadline passed. */
  readonly signal: AbortSignal
  /** Whether the caller has gone, when all that has arrived is read: for what must not be done late. */
  hasHungUp(): Promise<boolean>
  /** Tells the request log which ids the call turned out to be about. */
  note(facts: LoggedFacts): void
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; null on the routes that are open to anyone. */
    caller: Caller | null
    facts: LoggedFacts
  }
}

/** The context of a request that has passed the guard. */
export function callContextOf<R extends Route>(request: FastifyRequest): CallContext<R> {
  // The guard, which read the same route's access, is what makes the caller's type true.
  return new RequestContext(request) as CallContext as CallContext<R>
}

/**
 * A class for its getter: an object that is written with one has a hidden class of its own, which V8 keeps, and the request with it, until it next
 * collects old objects. That was a tenth of what a refresh costs.
 */
class RequestContext implements CallContext {
  readonly caller: CallContext['caller']
  readonly origin: Origin
  readonly proving: ProvingRequest
  readonly lastEventId: string | undefined
  readonly #request: FastifyRequest

  constructor(request: FastifyRequest) {
    this.caller = request.caller as CallContext['caller']
    this.origin = originOf(request)
    this.proving = request
    this.lastEventId = lastEventIdOf(request)
    this.#request = request
  }

  get signal(): AbortSignal {
    return this.#request.unawaited()
  }

  readonly hasHungUp = (): Promise<boolean> => hasHungUp(this.#request)

  readonly giveNonceFor = (refreshToken: string): void => {
    this.#request.nonceFor = refreshToken
  }

  readonly note = (facts: LoggedFacts): void => {
    Object.assign(this.#request.facts, facts)
  }
}

function lastEventIdOf({ headers: { 'last-event-id': id } }: FastifyRequest): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined
}
