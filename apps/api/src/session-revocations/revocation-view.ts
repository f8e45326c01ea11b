import type { SessionRevocation } from '@tessera/contract'
import type { StoredRevocation } from '@tessera/persistence'
import { time } from '../http/time.js'

/** A revocation as the wire has it. */
export function revocationView({ id, state, target, note, createdAt, startsAt, ...rest }: StoredRevocation): SessionRevocation {
  const { createdBy: created_by, total, ended, passedOver: passed_over, finishedAt, stoppedAt, stoppedBy: stopped_by } = rest
  const { everything, filter } = target
  return {
    ...{ id, state },
    everything: everything ? { scope: everything.scope, id: everything.subject } : null,
    filter: filter ?? null,
    reason: note,
    ...{ created_at: time(createdAt), created_by, starts_at: time(startsAt), total, ended, passed_over },
    finished_at: finishedAt === null ? null : time(finishedAt),
    stopped_at: stoppedAt === null ? null : time(stoppedAt),
    stopped_by,
  }
}
