import type { Policy } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../sessions/ground.js'
import { advanceRevocation } from './advance.js'
import { claimRevocation, releaseRevocation } from './claim.js'
import { createRevocation, type NewRevocation, type RevocationActor } from './create.js'
import { gatherSessions, type Wanted } from './gather.js'
import { findRevocation, listRevocations, type RevocationQuery } from './list.js'
import { type Asker, previewRevocation } from './preview.js'
import { stopRevocation } from './stop.js'

export type { Claim } from './claim.js'
export type { NewRevocation, RevocationActor } from './create.js'
export type { Gathered, Wanted } from './gather.js'
export { bulkRevokers } from './held.js'
export type { RevocationPage, RevocationQuery } from './list.js'
export type { Asker, Counted, RevocationForecast } from './preview.js'
export type { RevocationTarget, StoredRevocation } from './stored-revocation.js'

/** Revocations of many sessions. Each verb is one file beside this one, with its promise (docs/decisions/0073-revoking-many.md). */
export type SessionRevocationStore = ReturnType<typeof sessionRevocationStore>

/**
 * @param defaults the platform's policy
 * @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts
 */
export function sessionRevocationStore({ pool }: Pick<Database, 'pool'>, defaults: Policy, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, defaults, clockOffset }
  return {
    preview: (wanted: Wanted, asker: Asker) => previewRevocation(ground, wanted, asker),
    gather: (wanted: Wanted) => gatherSessions(ground, wanted),
    create: (revocation: NewRevocation) => createRevocation(ground, revocation),
    list: (query: RevocationQuery) => listRevocations(ground, query),
    find: (id: string, companyId: number | null) => findRevocation(ground, id, companyId),
    stop: (id: string, actor: RevocationActor) => stopRevocation(ground, id, actor),
    claim: (sets: boolean) => claimRevocation(ground, sets),
    advance: (id: string) => advanceRevocation(ground, id),
    release: (id: string) => releaseRevocation(ground, id),
  }
}
