// `npm run bench:accounts [-- --seconds N --rounds N --users N --addresses N]`: what strangers do to those who are logged in, and what they
// learn. First, refreshes with and without a flood of wrong logins beside them, in interleaved rounds of one run, with the limits off: what
// holds then is the bounded queue of hashes. Second, how long logins, sign-ups and forgotten passwords take for addresses with an account and
// without, each asked in turn. Figures are ratios and differences: machines differ, and so do hours.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '@tessera/persistence/embedded'
import { startFlood } from './bench/flood.mjs'
import { measure } from './bench/measure.mjs'
import { askInTurn, waysIn } from './bench/oracle.mjs'
import { floodTable, oracleTable } from './bench/report-accounts.mjs'
import { startTessera } from './bench/tessera.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    users: { type: 'string', default: '16' },
    addresses: { type: 'string', default: '100' },
  },
})
const [seconds, rounds, users, addresses] = [values.seconds, values.rounds, values.users, values.addresses].map(Number)

const dataDir = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
chmodSync(dataDir, 0o755)
const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: true })
const postmaster = Number(readFileSync(join(postgres.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
const started = []
try {
  const tessera = await startTessera({ databaseUrl: postgres.url, dataDir, started })
  const target = { name: 'v1', pid: tessera.pid, origin: tessera.origin, proofs: {}, sessions: await tessera.logIn(users) }
  await measure(target, { seconds: 2, postmaster }) // Warm.
  const runs = { alone: [], flooded: [], logins: [] }
  for (let round = 0; round < rounds; round++) {
    runs.alone.push(await measure(target, { seconds, postmaster }))
    const flood = startFlood({ origin: tessera.origin, atOnce: users })
    runs.flooded.push(await measure(target, { seconds, postmaster }))
    runs.logins.push((await flood.stop()) / seconds)
    const [alone, flooded] = [runs.alone.at(-1), runs.flooded.at(-1)].map(({ rate }) => Math.round(rate))
    console.log(`round ${round + 1} of ${rounds}: ${alone}/s alone, ${flooded}/s beside ${Math.round(runs.logins.at(-1))} wrong logins/s`)
  }
  console.log(`\n${users} users, ${rounds} rounds of ${seconds} s each; medians.\n\n${floodTable(runs)}\n`)

  const known = Array.from({ length: addresses }, (_, n) => `known-${n}@example.com`)
  for (const email of known) await tessera.createUser(email)
  const asked = []
  for (const way of waysIn) asked.push({ way: way.name, ...(await askInTurn(tessera.origin, way, known)) })
  console.log(`${addresses} addresses of each kind, asked in turn; medians in milliseconds.\n\n${oracleTable(asked)}`)
} finally {
  for (const child of started) await child.stop()
  await postgres.stop()
  rmSync(postgres.dataDir, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
