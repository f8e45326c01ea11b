// `npm run bench -- listing [--sessions N] [--alone] [--database URL [--revoke]] [--only TEXT] [--save]`: what an administrator asks of a large table
// of sessions, every filter and every pair of filters, first pages and deep ones, in the database and at the store; then what revoking and retention
// take; all of it beside refreshes at half of what the API can do (`--alone`: without). A database that is named is one that `npm run seed` has
// filled, and is only read; with `--revoke` its sessions are ended, too. `--only` asks for those alone whose name has that text. `--save` writes docs/plans.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { applyMigrations, openDatabase, sessionStore } from '@tessera/persistence'
import { root } from '../root.mjs'
import { onGround } from './ground.mjs'
import { casesOfListing } from './listing/cases.mjs'
import { measurePages, quantiles, recorderOf } from './listing/measure.mjs'
import { faultsOf } from './listing/plans.mjs'
import { halfOfWhatItCan } from './listing/refreshing.mjs'
import { line, tableOf, writePlans } from './listing/report.mjs'
import { revocations } from './listing/revoking.mjs'
import { startTessera } from './tessera.mjs'

const samples = 400
const mixedPages = 300

/** The platform's, as its settings have it by default: in seconds. */
const policy = {
  ...{ accessTokenLifetime: 15 * 60, idleTimeout: 14 * 24 * 60 * 60, absoluteLifetime: 90 * 24 * 60 * 60 },
  ...{ retryWindow: 10, reusePolicy: 'until_used' },
}

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      sessions: { type: 'string', default: '1000000' },
      database: { type: 'string' },
      alone: { type: 'boolean', default: false },
      revoke: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      save: { type: 'boolean', default: false },
    },
  })
  const { only, save } = values
  if (values.database) return measureListing({ databaseUrl: values.database, revoke: values.revoke, only, save })
  await onGround(async ({ databaseUrl, dataDir, started }) => {
    await applyMigrations(databaseUrl)
    await run(['tools/seed.mjs', '--sessions', values.sessions], { DATABASE_URL: databaseUrl })
    if (values.alone) return measureListing({ databaseUrl, revoke: true, only, save })
    const tessera = await startTessera({ databaseUrl, dataDir, started, settings: { RATE_LIMITS: 'off' } })
    await measureListing({ databaseUrl, refreshes: await halfOfWhatItCan(tessera), revoke: true, only, save })
  })
}

async function measureListing({ databaseUrl, refreshes, revoke, only, save }) {
  const database = openDatabase({ url: databaseUrl })
  const connection = await database.pool.connect()
  try {
    const sessions = await sampleOf(database.pool)
    const recorder = await recorderOf(database.pool, connection)
    const { list } = sessionStore({ pool: recorder.pool }, policy)
    const beside = refreshes?.beside ?? (async (work) => ({ done: await work() }))
    const measuring = async () => {
      const measured = []
      for (const { group, name, query } of casesOfListing().filter((asked) => asked.name.includes(only))) {
        const figures = await measurePages({ list, recorder, sessions }, query)
        measured.push({ group, name, ...figures, faults: [...new Set(figures.statements.flatMap(faultsOf))] })
        console.log(line(measured.at(-1)))
      }
      return measured
    }
    if (refreshes)
      console.log(
        `Beside ${Math.round(refreshes.rate)} refreshes a second, whose p99 is ${refreshes.alone.p50.toFixed(1)} ms when nothing else is asked.\n`,
      )
    const { done: pages, p99 } = await beside(measuring)
    const jobs = []
    const mixed = { name: `${mixedPages} pages of every kind in turn, ten a second`, run: () => pagesInTurn({ list, sessions, only }) }
    const ending = revoke
      ? revocations({ database, policy, sessions, by: await anOwner(database.pool), hasWorker: refreshes !== undefined })
      : []
    for (const job of [...(pages.length > 0 ? [mixed] : []), ...ending]) {
      const { done, p99 } = await beside(job.run)
      jobs.push({ name: job.name, ...done, p99 })
      console.log(`${job.name}: ${done.figures}`)
    }
    const run = { pages, jobs, refreshes: refreshes && { ...refreshes, listing: p99 }, size: await sizeOf(database.pool) }
    console.log(`\n${tableOf(run)}`)
    if (save) await writePlans(run)
    const faults = pages.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))
    if (faults.length > 0) throw new Error(`Some plans are not sound:\n${faults.join('\n')}`)
  } finally {
    connection.release()
    await database.close()
  }
}

/** What a room full of administrators may ask for: how long each page takes at the store. */
async function pagesInTurn({ list, sessions, only }) {
  const cases = casesOfListing().filter((asked) => asked.name.includes(only))
  const took = []
  const began = performance.now()
  for (let page = 0; page < mixedPages; page++) {
    const { query } = cases[page % cases.length]
    const asked = performance.now()
    await list({ reach: {}, limit: 50, ...query(sessions[page % sessions.length], sessions[(page * 7 + 3) % sessions.length].id) })
    took.push(performance.now() - asked)
    await pause(Math.max(0, began + (page + 1) * 100 - performance.now()))
  }
  const { p50, p95 } = quantiles(took)
  return { figures: `${p50.toFixed(0)} / ${p95.toFixed(0)} ms at the store`, steps: undefined }
}

/** Sessions from all over the table, whose values are asked for; the same of the same table. */
async function sampleOf(pool) {
  const { rows } = await pool.query(
    `with share as (select least(100, 100.0 * $1 * 20 / greatest(reltuples, 1)) as percent from pg_class where oid = 'sessions'::regclass)
     select s.id, s.user_id as "userId", u.email, s.device_name as "deviceName", s.client_id as "clientId", s.company_id as "companyId",
       host(s.ip) as ip, s.country, s.browser, s.system, s.revoked_reason as reason, s.started_at as "startedAt", s.issued_at as "issuedAt"
     from (select * from sessions tablesample system ((select percent from share)) repeatable (1)) s join users u on u.id = s.user_id
     where s.country is not null order by md5(s.id::text) limit $1`,
    [samples],
  )
  return rows
}

/** An owner: nobody else may end sessions of every company. Among made-up people there is none. */
async function anOwner(pool) {
  const { rows } = await pool.query(
    `update users set roles = '{owner}' where id = (select id from users where roles <> '{}' order by 'owner' = any (roles) desc, id limit 1)
     returning id`,
  )
  return rows[0].id
}

async function sizeOf(pool) {
  const { rows } = await pool.query(
    `select reltuples::float8 as sessions, pg_table_size(oid) as table, pg_indexes_size(oid) as indexes, current_setting('server_version') as version
     from pg_class where oid = 'sessions'::regclass`,
  )
  return rows[0]
}

function run(args, environment) {
  const child = spawn(process.execPath, args, { cwd: join(root), env: { ...process.env, ...environment }, stdio: 'inherit' })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => (code === 0 ? done() : fail(new Error(`${args[0]} ended with ${code}.`))))
  })
}
