import { type Trouble, troubles, type WireAnswer } from '@tessera/dialects'
import type { Headers, ProblemAnswer } from './problem-answer.js'
import { routedPath } from './routed-path.js'

/** In what words a wire format says what the server refuses by itself, and on which addresses. */
export interface Wording {
  /** Each with everything below it. */
  readonly paths: readonly string[]
  readonly trouble: Readonly<Record<Trouble, WireAnswer>>
  /** On a call that is for whoever shows an access token: what is said to those whose token is no good. */
  readonly callerRefused?: WireAnswer
}

export interface WordedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: object
}

/** Finds the words of an address: those of a wire format, where one is served there or above. */
export class Wordings {
  private readonly byPath: readonly (readonly [path: string, wording: Wording])[]

  constructor(wordings: readonly Wording[]) {
    const all = wordings.flatMap((wording) => wording.paths.map((path) => [path.replace(/\/$/, ''), wording] as const))
    // The longest first: `/auth/token/refresh` is another format's than `/auth/token` may be.
    this.byPath = all.sort(([a], [b]) => b.length - a.length)
  }

  /** A problem in the words of the request's address, however that is spelled; undefined where no format is served, so that it stays a problem. */
  of(answer: ProblemAnswer, url: string): WordedAnswer | undefined {
    const path = routedPath(url)
    const found = this.byPath.find(([served]) => path === served || path.startsWith(`${served}/`))
    if (!found) return undefined
    const [, { trouble, callerRefused }] = found
    const ofCaller = answer.status === 401 || answer.code === 'insufficient_scope' ? callerRefused : undefined
    const worded = ofCaller ?? trouble[isTrouble(answer.code) ? answer.code : 'malformed_request']
    return { status: worded.status, headers: { ...worded.headers, ...answer.headers }, body: worded.body }
  }
}

const words: ReadonlySet<string> = new Set(troubles)

function isTrouble(code: string): code is Trouble {
  return words.has(code)
}
