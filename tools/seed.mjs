// `npm run seed -- --users 1000 --sessions 100000`: people with devices, their sessions of the last four months, how these ended,
// and the events. Into the database of a running `npm start`, or that of DATABASE_URL. The same --seed gives the same people.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findEmbeddedPostgres } from '@tessera/persistence/embedded'
import pg from 'pg'
import { root } from './root.mjs'
import { insertPeople, insertSessions } from './seed/insert.mjs'
import { lifeOf, startTimes } from './seed/lives.mjs'
import { companies, personAt } from './seed/people.mjs'
import { mix, randomFrom } from './seed/random.mjs'

const batch = 50_000
const remembered = 100_000

try {
  await seed(readArguments())
} catch (fault) {
  console.error(fault.message)
  process.exitCode = 1
}

function readArguments() {
  const number = (name, text, least) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least) throw new Error(`--${name} must be a whole number, ${least} or more; it is "${text}".`)
    return value
  }
  const { values } = parseArgs({
    options: {
      users: { type: 'string', default: '1000' },
      sessions: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
    },
  })
  return {
    users: number('users', values.users, companies.length),
    sessions: number('sessions', values.sessions, 0),
    seed: number('seed', values.seed, 0),
  }
}

async function seed({ users, sessions, seed }) {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  if (process.env.TESSERA_ENV === 'production') throw new Error('TESSERA_ENV is production: made-up people do not belong there.')
  const client = new pg.Client({ connectionString: databaseUrl() })
  client.on('error', () => {})
  await client.connect()
  try {
    await requireTables(client)
    // Made-up rows need not survive a power failure the moment they are written.
    await client.query('set synchronous_commit = off')
    const now = Date.now()
    const begin = performance.now()
    const companyIds = await insertPeople(client, seed, users, now)
    say(begin, `${users.toLocaleString('en')} users`)
    let done = 0
    for (const { lives, events } of batches(seed, users, sessions, now)) {
      await insertSessions(client, companyIds, lives, events)
      done += lives.length
      if (lives.length > 0) say(begin, `${done.toLocaleString('en')} of ${sessions.toLocaleString('en')} sessions`, done)
    }
    await client.query('analyze users, sessions, events')
    say(begin, 'done')
  } finally {
    await client.end()
  }
}

/** Sessions in the order of their starts, and with them the events that happened until then, in the order of theirs. */
function* batches(seed, users, count, now) {
  const random = randomFrom(mix(seed, -1))
  const known = new Map()
  const person = (index) => {
    const found = known.get(index) ?? personAt(seed, index)
    if (index < remembered) known.set(index, found)
    return found
  }
  const administrators = companies.map((_, index) => person(index))
  let lives = []
  let pending = []
  const batchUntil = (time) => {
    const happened = pending.filter(({ at }) => at <= time).sort((one, other) => one.at - other.at)
    pending = pending.filter(({ at }) => at > time)
    const ready = { lives, events: happened }
    lives = []
    return ready
  }
  for (const startedAt of startTimes(random, count, now)) {
    // Some people log in far more often than others.
    const owner = person(Math.floor(random.next() ** 1.5 * users))
    const life = lifeOf(random, owner, administrators[owner.company], startedAt, now)
    lives.push(life)
    pending.push({ kind: 'session_started', at: startedAt, session: life })
    if (life.movedAt) pending.push({ kind: 'session_moved', at: life.movedAt, session: life })
    if (life.forkedAt) pending.push({ kind: 'session_branched', at: life.forkedAt, session: life })
    if (life.end) pending.push({ kind: 'session_ended', at: life.end.at, session: life })
    if (lives.length === batch) yield batchUntil(startedAt)
  }
  yield batchUntil(now)
}

function databaseUrl() {
  const found = process.env.DATABASE_URL || findEmbeddedPostgres(resolve(root, process.env.DATA_DIR || '.data', 'postgres'))
  if (!found) throw new Error('There is no database to fill: start Tessera first (npm start), or set DATABASE_URL.')
  return found
}

async function requireTables(client) {
  const { rows } = await client.query(`select to_regclass('sessions') is not null as there`)
  if (!rows[0].there) throw new Error('The database has no tables yet: start Tessera over it once.')
}

function say(begin, sentence, done) {
  const seconds = (performance.now() - begin) / 1000
  const rate = done ? `, ${Math.round(done / seconds).toLocaleString('en')} a second` : ''
  console.log(`  ${sentence} (${seconds.toFixed(1)} s${rate})`)
}
