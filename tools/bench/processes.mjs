// `npm run bench -- processes [--seconds N --rounds N --users N --sessions N]`: the same refreshes through one API process, through one whose
// rotations do not wait for the disk (ROTATION_DURABILITY), and through two and four behind one port (WEB_CONCURRENCY), on one PostgreSQL, in
// interleaved rounds of one run. More processes than cores gain nothing; that is worth seeing, too.
import { parseArgs } from 'node:util'
import { onGround } from './ground.mjs'
import { measure } from './measure.mjs'
import { inOrderOf } from './order.mjs'
import { columnsOf, cpu, median, ratioOf } from './report.mjs'
import { analyse } from './storage.mjs'
import { startTessera } from './tessera.mjs'

const kinds = {
  one: {},
  'one, relaxed': { ROTATION_DURABILITY: 'relaxed' },
  two: { WEB_CONCURRENCY: '2' },
  'two, relaxed': { WEB_CONCURRENCY: '2', ROTATION_DURABILITY: 'relaxed' },
  four: { WEB_CONCURRENCY: '4' },
}

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
      users: { type: 'string', default: '16,64' },
      sessions: { type: 'string', default: '512' },
    },
  })
  const [seconds, rounds, many] = [values.seconds, values.rounds, values.sessions].map(Number)

  await onGround(async (ground) => {
    const targets = await startTargets(ground, many)
    for (const users of values.users.split(',').map(Number)) {
      for (const target of targets) target.runs = []
      for (const target of targets) await measure(target, { ...ground, users, seconds: 2 }) // Warm.
      for (let round = 0; round < rounds; round++) {
        for (const target of inOrderOf(targets, round)) {
          target.runs.push(await measure(target, { ...ground, users, seconds }))
        }
        console.log(
          `round ${round + 1} of ${rounds}: ${targets.map(({ title, runs }) => `${title} ${Math.round(runs.at(-1).rate)}/s`).join('; ')}`,
        )
      }
      console.log(
        `\n${users} users, ${rounds} rounds of ${seconds} s each; medians. CPU in seconds per 1,000 refreshes.\n\n${table(targets)}\n`,
      )
    }
  })
}

async function startTargets({ databaseUrl, dataDir, started }, many) {
  // Logging in that often is what limits are there to slow down.
  const quick = await startTessera({ databaseUrl, dataDir, settings: { RATE_LIMITS: 'off' } })
  const sessions = await quick.logIn(many)
  await quick.stop()
  await analyse(databaseUrl)
  const targets = []
  for (const [title, settings] of Object.entries(kinds)) {
    const { pid, origin } = await startTessera({ databaseUrl, dataDir, started, settings })
    targets.push({ title, name: 'v1', pid, origin, proofs: {}, sessions, runs: [] })
  }
  return targets
}

function table(targets) {
  const [one] = targets
  const columns = {
    processes: ({ title }) => title,
    'refreshes/s': ({ runs }) => median(runs.map(({ rate }) => rate)).toFixed(0),
    'beside one': (target) => ratioOf(target, one, ({ rate }) => rate).toFixed(2),
    'p50 ms': ({ runs }) => median(runs.map(({ p50 }) => p50)).toFixed(1),
    'p99 ms': ({ runs }) => median(runs.map(({ p99 }) => p99)).toFixed(1),
    'CPU server': ({ runs }) => median(runs.map(({ server }) => server)).toFixed(3),
    'CPU database': ({ runs }) => median(runs.map(({ database }) => database)).toFixed(3),
    'CPU beside one': (target) => ratioOf(target, one, cpu).toFixed(2),
  }
  return columnsOf([Object.keys(columns), ...targets.map((target) => Object.values(columns).map((cell) => cell(target)))])
}
