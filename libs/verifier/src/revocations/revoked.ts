import type { AccessTokenClaims } from '../claims.js'
import type { Revocation } from './page.js'

/** Ends every session of a subject that had started by `at`, but one. */
interface Watermark {
  readonly at: number
  readonly forgetAt: number
}

type WatermarkScope = Exclude<Revocation['scope'], 'session'>

/** The name of the one subject that the platform has. */
const everybody = ''

/**
 * How long something is remembered beyond its time, in milliseconds: clocks differ, and an access token that was being signed while its session
 * was revoked is a little younger than the revocation.
 */
const margin = 5 * 60_000

/** What was revoked, for as long as an access token of it could be good. */
export class Revoked {
  private readonly sessions = new Map<string, number>()
  /** By scope, by subject, by the session that is spared: of two that spare the same one, the later says everything. */
  private readonly watermarks: Readonly<Record<WatermarkScope, Map<string, Map<string | null, Watermark>>>> = {
    user: new Map(),
    company: new Map(),
    client: new Map(),
    platform: new Map(),
  }

  /** Once more does no harm, in whatever order. */
  add({ scope, subject, at, exceptSessionId, forgetAt }: Revocation): void {
    const name = subject ?? everybody
    if (scope === 'session') {
      this.sessions.set(name, Math.max(forgetAt, this.sessions.get(name) ?? 0))
      return
    }
    const ofSubject = this.watermarks[scope].get(name) ?? new Map<string | null, Watermark>()
    this.watermarks[scope].set(name, ofSubject)
    const earlier = ofSubject.get(exceptSessionId)
    if (!earlier || earlier.at < at) ofSubject.set(exceptSessionId, { at, forgetAt })
  }

  /** Whether the session of a token was ended; of a client's own token, whether its client was. */
  ends(claims: AccessTokenClaims): boolean {
    if (claims.sid === undefined) {
      // `iat` is in whole seconds: a token of the second of the watermark may be older than that, so it counts as older.
      const isOlder = ({ at }: Watermark) => claims.iat * 1000 <= at
      return [...this.marksOn('client', claims.client_id), ...this.marksOn('platform', everybody)].some(([, mark]) => isOlder(mark))
    }
    if (this.sessions.has(claims.sid)) return true
    return (
      this.covers('platform', everybody, claims) ||
      this.covers('company', String(claims.company_id), claims) ||
      this.covers('client', claims.client_id, claims) ||
      this.covers('user', claims.sub, claims)
    )
  }

  private covers(scope: WatermarkScope, subject: string, claims: { readonly sid: string; readonly session_started_at: number }): boolean {
    for (const [spared, { at }] of this.marksOn(scope, subject)) {
      if (claims.session_started_at <= at && claims.sid !== spared) return true
    }
    return false
  }

  private marksOn(scope: WatermarkScope, subject: string): Iterable<[string | null, Watermark]> {
    return this.watermarks[scope].get(subject) ?? []
  }

  /** @param now the earlier of the two clocks, this machine's and the platform's */
  forget(now: number): void {
    const isOver = (forgetAt: number) => forgetAt + margin <= now
    for (const [id, forgetAt] of this.sessions) if (isOver(forgetAt)) this.sessions.delete(id)
    for (const bySubject of Object.values(this.watermarks)) {
      for (const [subject, marks] of bySubject) {
        for (const [spared, { forgetAt }] of marks) if (isOver(forgetAt)) marks.delete(spared)
        if (marks.size === 0) bySubject.delete(subject)
      }
    }
  }

  /** How many are remembered. */
  get size(): number {
    let size = this.sessions.size
    for (const bySubject of Object.values(this.watermarks)) for (const marks of bySubject.values()) size += marks.size
    return size
  }
}
