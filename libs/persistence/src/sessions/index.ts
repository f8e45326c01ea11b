import type { Policy } from '@tessera/core'
import type { Database } from '../database.js'
import type { ShownAttempt } from './attempt.js'
import { endAllSessions, type EndingAll } from './end-all.js'
import { type Ending, endSession, type Reach } from './end.js'
import type { Ground } from './ground.js'
import { historyOf } from './history.js'
import type { SessionFilters, SessionQuery } from './list-query.js'
import { listSessions } from './list.js'
import { findSession } from './listed.js'
import { type PolicyPreview, previewPolicy } from './preview-policy.js'
import { readSession } from './read.js'
import { refresh } from './refresh.js'
import { rotating } from './rotate.js'
import type { Origin } from './rows.js'
import { type NewSession, startSession } from './start.js'
import { everySession, matchingSessions } from './walk.js'

export type { ShownApiKey, ShownAttempt } from './attempt.js'
export type { EndingAll } from './end-all.js'
export type { Ending, Reach } from './end.js'
export { ContentionFault } from '../contention.js'
export type { LoggedEvent } from './history.js'
export type { ListedState, Search, SessionFilters, SessionQuery } from './list-query.js'
export type { SessionPage } from './list.js'
export type { ListedSession } from './listed.js'
export type { PolicyPreview, PreviewedPolicy } from './preview-policy.js'
export type { SessionRead } from './read.js'
export type { Refreshed } from './refresh.js'
export type { Holder, LoginOrigin, Origin, Role } from './rows.js'
export type { NewSession, ShownSecondFactor, Started } from './start.js'
export type { MatchingSession, Step } from './walk.js'

/** The verbs of the session store. Each is one file beside this one, with its promise. */
export type SessionStore = ReturnType<typeof sessionStore>

/**
 * The session store over one database. `defaults` is the platform's policy; `clockOffset` (milliseconds, for tests) moves the
 * database's clock, which is the only one that counts. `gathered` is told how many refreshes went to the database in one statement.
 */
export function sessionStore(
  { pool, rotations = pool }: Pick<Database, 'pool'> & Partial<Pick<Database, 'rotations'>>,
  defaults: Policy,
  clockOffset: () => number = () => 0,
  gathered: (refreshes: number) => void = () => undefined,
) {
  const ground: Ground = { pool, defaults, clockOffset }
  const rotate = rotating({ ...ground, rotations, gathered })
  return {
    start: (login: NewSession) => startSession(ground, login),
    refresh: (attempt: ShownAttempt, origin: Origin) => refresh(ground, rotate, attempt, origin),
    end: (ending: Ending, reach?: Reach) => endSession(ground, ending, reach),
    endAll: (ending: EndingAll) => endAllSessions(ground, ending),
    read: (id: string) => readSession(ground, id),
    list: (query: SessionQuery) => listSessions(ground, query),
    matching: (filters: SessionFilters, after?: string | null) => matchingSessions(ground, filters, after),
    every: (filters: SessionFilters, after?: string | null) => everySession(ground, filters, after),
    previewPolicy: (preview: PolicyPreview) => previewPolicy(ground, preview),
    find: (id: string, reach: Reach) => findSession(ground, id, reach),
    history: (id: string, reach: Reach = {}) => historyOf(ground, id, reach),
  }
}
