import type { Instant } from '@tessera/core'
import type { Ground } from '../sessions/ground.js'
import type { ListedSession, MatchingSession } from '../sessions/index.js'
import { listed } from '../sessions/listed.js'
import { gatherSessions, type Wanted } from './gather.js'

/** How many sessions something has. */
export interface Counted {
  readonly id: string
  readonly name: string
  readonly count: number
}

/** What a revocation would end. */
export interface RevocationForecast {
  readonly count: number
  readonly countCapped: boolean
  readonly asOf: Instant
  /** How many people they are of. */
  readonly users: number
  /** Most first; ten at most. */
  readonly clients: readonly Counted[]
  readonly companies: readonly Counted[]
  /** The newest; ten at most. */
  readonly sample: readonly ListedSession[]
  /** Whether the session that asks is among them. */
  readonly current: boolean
  /** How many of them are of whoever asks, the session that asks aside. */
  readonly own: number
}

/** Who asks. */
export interface Asker {
  readonly userId: string
  readonly sessionId: string | null
}

const shown = 10

/** Looks what a revocation would end. Nothing is ended, and nothing written. */
export async function previewRevocation(ground: Ground, wanted: Wanted, asker: Asker): Promise<RevocationForecast> {
  const { sessions, complete, asOf, hasSpared } = await gatherSessions(ground, wanted)
  const newest = sessions.slice(0, shown).map(({ id }) => id)
  const { reach } = wanted.filters
  const [clients, companies, { rows: sample }] = await Promise.all([
    named(ground, 'clients', countedBy(sessions, 'clientId')),
    named(ground, 'companies', countedBy(sessions, 'companyId')),
    newest.length === 0 ? { rows: [] } : listed(ground, { reach }, { by: 'ids', ids: newest }, { after: null, rows: shown }, shown),
  ])
  return {
    ...{ count: sessions.length, countCapped: !complete, asOf },
    users: new Set(sessions.map(({ userId }) => userId)).size,
    ...{ clients, companies, sample },
    current: hasSpared || sessions.some(({ id }) => id === asker.sessionId),
    own: sessions.filter(({ id, userId }) => userId === asker.userId && id !== asker.sessionId).length,
  }
}

function countedBy(sessions: readonly MatchingSession[], by: 'clientId' | 'companyId'): [id: string, count: number][] {
  const counts = new Map<string, number>()
  for (const session of sessions) counts.set(String(session[by]), (counts.get(String(session[by])) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one).slice(0, shown)
}

async function named(ground: Ground, table: 'clients' | 'companies', counts: [id: string, count: number][]): Promise<Counted[]> {
  if (counts.length === 0) return []
  const ids = counts.map(([id]) => id)
  const { rows } = await ground.pool.query<{ id: string; name: string }>(
    `SELECT x.id::text AS id, x.name FROM ${table} x WHERE x.id = ANY ($1::${table === 'clients' ? 'text' : 'int'}[])`,
    [ids],
  )
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return counts.map(([id, count]) => ({ id, name: names.get(id) ?? id, count }))
}
