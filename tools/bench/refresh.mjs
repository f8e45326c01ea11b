// `npm run bench [-- --seconds N --rounds N --users N,N --sessions N --only name,name --save]`: refreshes through the API with everything on, at
// its own endpoint, at OAuth's and in each wire format, beside a bare loop (Fastify, one prepared statement, one ES256 signature) and beside
// the store alone without HTTP, on the same PostgreSQL, in interleaved rounds of one run. Figures are ratios: machines differ, and so do hours.
// `--save` writes docs/performance.md with its plot.
import { parseArgs } from 'node:util'
import { startBareLoop } from './bare.mjs'
import { onGround } from './ground.mjs'
import { measure } from './measure.mjs'
import { inOrderOf } from './order.mjs'
import { savePerformance } from './performance.mjs'
import { table } from './report.mjs'
import { analyse, storageBetween, tablesOf } from './storage.mjs'
import { startStoreAlone } from './store-alone.mjs'
import { startTessera } from './tessera.mjs'
import { beside } from './wires.mjs'

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
      users: { type: 'string', default: '16,64' },
      sessions: { type: 'string', default: '1024' },
      only: { type: 'string', default: beside.join() },
      save: { type: 'boolean', default: false },
    },
  })
  const [seconds, rounds, sessions] = [values.seconds, values.rounds, values.sessions].map(Number)
  const concurrencies = values.users.split(',').map(Number)
  const chosen = values.only.split(',').filter(Boolean)
  const strangers = chosen.filter((name) => !beside.includes(name))
  if (strangers.length > 0) {
    throw new Error(`--only names ${strangers.join()}; there are ${beside.join()}. The bare loop, v1 and the store are always measured.`)
  }

  await onGround(async (ground) => {
    const targets = await startTargets(ground, chosen, sessions)
    const parts = []
    for (const target of targets) await measure(target, { ...ground, users: concurrencies[0], seconds: 2 }) // Warm.
    const before = await tablesOf(ground.databaseUrl)
    for (const users of concurrencies) {
      const runs = new Map(targets.map((target) => [target, []]))
      for (let round = 0; round < rounds; round++) {
        for (const target of inOrderOf(targets, round)) {
          runs.get(target).push(await measure(target, { ...ground, users, seconds }))
        }
        const rates = targets.map((target) => `${target.name} ${Math.round(runs.get(target).at(-1).rate)}/s`)
        console.log(`${users} users, round ${round + 1} of ${rounds}: ${rates.join(', ')}`)
      }
      const measured = targets.map((target) => ({ name: target.name, runs: runs.get(target) }))
      parts.push({ users, rounds, seconds, measured })
      console.log(
        `\n${users} users, ${rounds} rounds of ${seconds} s each; medians. CPU in seconds per 1,000 refreshes.\n\n${table(measured)}\n`,
      )
    }
    // What a connection has counted, it tells at its end.
    for (const child of ground.started.splice(0)) await child.stop()
    const storage = storageBetween(before, await tablesOf(ground.databaseUrl))
    for (const { name, hot, growth, refreshes } of storage) {
      console.log(`${name}: ${refreshes} refreshes, ${(hot * 100).toFixed(2)} % of them HOT; the table grew by ${growth} bytes for 1,000`)
    }
    if (values.save) await savePerformance({ parts, storage, sessions })
  })
}

async function startTargets({ databaseUrl, dataDir, started }, chosen, many) {
  const bare = await startBareLoop({ databaseUrl, sessions: many, started })
  // Logging in that often is what limits are there to slow down.
  const quick = await startTessera({ databaseUrl, dataDir, settings: { RATE_LIMITS: 'off' } })
  const proofs = {
    apiKey: chosen.includes('genlogs') ? await quick.apiKey() : undefined,
    client: chosen.includes('oauth-basic') ? await quick.confidentialClient() : undefined,
  }
  console.log(`logging in ${many} times${proofs.client ? ', twice' : ''}`)
  const sessions = await quick.logIn(many)
  // A confidential client refreshes sessions of its own.
  const ofClient = proofs.client && (await quick.logIn(many, proofs.client))
  await quick.stop()
  await analyse(databaseUrl)
  const tessera = await startTessera({ databaseUrl, dataDir, started })
  const endpoints = ['v1', ...chosen].map((name) => ({
    ...{ name, pid: tessera.pid, origin: tessera.origin, proofs },
    sessions: name === 'oauth-basic' ? ofClient : sessions,
  }))
  const store = await startStoreAlone({ databaseUrl, started })
  return [{ name: 'bare', ...bare }, ...endpoints, { name: 'store', ...store }]
}
