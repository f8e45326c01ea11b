// `npm run seed -- --users 1000 --sessions 100000`: people with devices, their sessions of the last four months, how these ended,
// and the events. Into the database of `npm start`, running or not, or that of DATABASE_URL. The same --seed gives the same people.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { reachDatabase } from './database.mjs'
import { root } from './root.mjs'
import { inBulk, isNearlyEmpty } from './seed/bulk.mjs'
import { insertEvents, insertPeople, insertSessions } from './seed/insert.mjs'
import { companies } from './seed/people.mjs'
import { story } from './seed/story.mjs'
import { helpWith } from './usage.mjs'

helpWith(`npm run seed -- [--sessions N] [--users N] [--seed N]

  --sessions  how many (default: 20000)
  --users     how many (default: one for 20 sessions, 1000 at least)
  --seed      the same number gives the same people (default: 1)`)

/** PostgreSQL’s code for a row that is there already. */
const uniqueViolation = '23505'

/** Sessions that have their events in the log, about: of more, one in so many has. */
const logged = 500_000

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
      users: { type: 'string' },
      sessions: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
    },
  })
  const sessions = number('sessions', values.sessions, 0)
  return {
    sessions,
    users: number('users', values.users ?? String(Math.max(1000, Math.round(sessions / 20))), companies.length),
    seed: number('seed', values.seed, 0),
  }
}

async function seed({ users, sessions, seed }) {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  if (process.env.TESSERA_ENV === 'production') throw new Error('TESSERA_ENV is production: made-up people do not belong there.')
  const { url, close } = await reachDatabase()
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    await requireTables(client)
    // Made-up rows need not survive a power failure the moment they are written.
    await client.query('set synchronous_commit = off')
    const now = Date.now()
    const begin = performance.now()
    const companyIds = await insertPeople(client, seed, users, now)
    say(begin, `${users.toLocaleString('en')} users`)

    const { next, happened } = story({ seed, users, sessions, now, loggedOneIn: Math.max(1, Math.round(sessions / logged)) })
    const batch = Math.max(50_000, Math.round(sessions / 50))
    const fill = async (options) => {
      for (let done = 0; done < sessions; done += batch) {
        await insertSessions(client, companyIds, next(batch), options)
        await insertEvents(client, companyIds, happened())
        const loaded = Math.min(sessions, done + batch)
        say(begin, `${loaded.toLocaleString('en')} of ${sessions.toLocaleString('en')} sessions`, loaded)
      }
    }
    if (await isNearlyEmpty(client, 'sessions')) {
      await inBulk(client, 'sessions', () => fill({ freeze: true }))
    } else {
      console.log('  The table of sessions is filled already: its indexes are kept up with every row, which takes several times as long.')
      await fill()
    }
    await client.query('vacuum (analyze) users, sessions, events')
    say(begin, 'done')
  } catch (fault) {
    if (fault.code !== uniqueViolation) throw fault
    throw new Error(`The sessions of --seed ${seed} are there already, and stay as they were: another --seed gives others.`, {
      cause: fault,
    })
  } finally {
    await client.end()
    await close()
  }
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
