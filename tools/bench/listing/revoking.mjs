import { setTimeout as pause } from 'node:timers/promises'
import { retentionStore, sessionRevocationStore, sessionStore } from '@tessera/persistence'
import { quantiles } from './measure.mjs'

const asked = { companyId: null, apiKeyId: null, origin: { ip: null, userAgent: null }, note: null, spared: null, startsIn: 0 }
const most = 100_000
const users = 40

/**
 * What administrators do to many sessions, each as the API does it, and what retention does: how long it takes, and how long its longest statement.
 *
 * @param {{ database: import('@tessera/persistence').Database, policy: object, sessions: object[], by: string, hasWorker: boolean }} ground `by` is who
 *   asks; with a worker an API process carries out what is pending
 * @returns {{ name: string, run: () => Promise<{ figures: string, steps: { p50: number, p95: number, max: number } }> }[]}
 */
export function revocations({ database, policy, sessions, by, hasWorker }) {
  const sessionsOf = sessionStore(database, policy)
  const store = sessionRevocationStore(database, policy)
  const create = (target, set) => store.create({ ...asked, by, target, sessions: set })
  const executed = async (id, took) => {
    while ((await timed(took, () => store.advance(id))) === 'more');
    return store.find(id, null)
  }
  const executedByWorker = async (id) => {
    for (;;) {
      const found = await store.find(id, null)
      if (found.finishedAt !== null) return found
      await pause(50)
    }
  }
  return [
    {
      name: `everything of a user, ${users} times`,
      async run() {
        const took = []
        for (const { userId } of sessions.slice(0, users)) {
          const of = { scope: 'user', subject: userId }
          await timed(took, () => sessionsOf.endAll({ of, reason: 'revoked_by_admin', by, except: null, origin: asked.origin }))
        }
        return { figures: 'a watermark each', steps: quantiles(took) }
      },
    },
    {
      name: `what a filter finds, at most ${most.toLocaleString('en')} sessions`,
      async run() {
        const [began, took] = [performance.now(), []]
        const found = await store.gather({ filters: { reach: {}, clientId: 'ios' }, asOf: null, cap: most, spared: null })
        const gathered = performance.now()
        const id = await create(
          { filter: { client_id: 'ios' } },
          found.sessions.map((session) => session.id),
        )
        const written = performance.now()
        const { ended } = await (hasWorker ? executedByWorker(id) : executed(id, took))
        const figures = `found in ${seconds(gathered - began)}, written down in ${seconds(written - gathered)}, ${ended.toLocaleString('en')} ended in ${seconds(performance.now() - written)}`
        return { figures, steps: took.length > 0 ? quantiles(took) : undefined }
      },
    },
    {
      name: 'everything of a client, by a watermark',
      async run() {
        const took = []
        const id = await create({ everything: { scope: 'client', subject: 'web' } }, null)
        const { ended } = await executed(id, took)
        return { figures: `in force after ${took[0].toFixed(1)} ms; counted to ${ended.toLocaleString('en')}`, steps: quantiles(took) }
      },
    },
    {
      name: 'retention, for twenty seconds',
      async run() {
        const day = 24 * 60 * 60
        const retention = retentionStore(database, { sessions: 30 * day, events: 365 * day, mails: 30 * day }, policy.absoluteLifetime)
        const before = await rowsOf(database)
        const began = performance.now()
        await retention.removeWhatIsOver(AbortSignal.timeout(20_000))
        const removed = before - (await rowsOf(database))
        const figures = `${removed.toLocaleString('en')} sessions removed in ${seconds(performance.now() - began)}`
        return { figures, steps: undefined }
      },
    },
  ]
}

async function timed(took, work) {
  const began = performance.now()
  const done = await work()
  took.push(performance.now() - began)
  return done
}

async function rowsOf({ pool }) {
  const { rows } = await pool.query(`select n_tup_ins - n_tup_del as rows from pg_stat_user_tables where relname = 'sessions'`)
  return Number(rows[0].rows)
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`
