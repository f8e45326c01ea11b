// `npm run bench [-- --seconds N --rounds N --users N --only name,name]`: refreshes through the API, at its own endpoint, at OAuth's and in each
// wire format, beside a bare loop (Fastify, one prepared statement, one ES256 signature) on the same PostgreSQL, in interleaved rounds of one
// run. Figures are ratios: machines differ, and so do hours.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import { startBareLoop } from './bench/bare.mjs'
import { measure } from './bench/measure.mjs'
import { table } from './bench/report.mjs'
import { startTessera } from './bench/tessera.mjs'
import { beside } from './bench/wires.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    users: { type: 'string', default: '16' },
    only: { type: 'string', default: beside.join() },
  },
})
const [seconds, rounds, users] = [values.seconds, values.rounds, values.users].map(Number)
const chosen = values.only.split(',').filter(Boolean)
const strangers = chosen.filter((name) => !beside.includes(name))
if (strangers.length > 0) {
  console.error(`--only names ${strangers.join()}; there are ${beside.join()}. The bare loop and v1 are always measured.`)
  process.exit(1)
}

const dataDir = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
chmodSync(dataDir, 0o755)
const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: true })
const postmaster = Number(readFileSync(join(postgres.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
const started = []
try {
  const targets = await startTargets()
  for (const target of targets) await measure(target, { seconds: 2, postmaster }) // Warm.
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another, or what one leaves behind (a checkpoint, garbage) would always be its neighbour's.
    for (const target of [...targets.slice(round % targets.length), ...targets.slice(0, round % targets.length)]) {
      target.runs.push(await measure(target, { seconds, postmaster }))
    }
    const rates = targets.map(({ name, runs }) => `${name} ${Math.round(runs.at(-1).rate)}/s`)
    console.log(`round ${round + 1} of ${rounds}: ${rates.join(', ')}`)
  }
  console.log(`\n${users} users, ${rounds} rounds of ${seconds} s each; medians. CPU in seconds per 1,000 refreshes.\n`)
  console.log(table(targets))
} finally {
  for (const child of started) await child.stop()
  await postgres.stop()
  rmSync(postgres.dataDir, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

async function startTargets() {
  const bare = await startBareLoop({ databaseUrl: postgres.url, users, started })
  const tessera = await startTessera({ databaseUrl: postgres.url, dataDir, started })
  const proofs = {
    apiKey: chosen.includes('genlogs') ? await tessera.apiKey() : undefined,
    client: chosen.includes('oauth-basic') ? await tessera.confidentialClient() : undefined,
  }
  const sessions = await tessera.logIn(users)
  // A confidential client refreshes sessions of its own.
  const ofClient = proofs.client && (await tessera.logIn(users, proofs.client))
  const endpoints = ['v1', ...chosen].map((name) => ({
    ...{ name, pid: tessera.pid, origin: tessera.origin, proofs },
    sessions: name === 'oauth-basic' ? ofClient : sessions,
  }))
  return [{ name: 'bare', ...bare }, ...endpoints].map((target) => ({ ...target, runs: [] }))
}
