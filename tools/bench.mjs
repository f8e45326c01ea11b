// `npm run bench [-- --seconds N --rounds N --users N]`: refreshes through the API beside a bare loop (Fastify, one prepared statement, one ES256
// signature) on the same PostgreSQL, in interleaved rounds of one run. Figures are ratios: machines differ, and so do hours.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort, startEmbeddedPostgres } from '@tessera/persistence/embedded'
import pg from 'pg'
import { cpuSeconds } from './bench/cpu.mjs'
import { startChild } from './child.mjs'
import { root } from './root.mjs'
import { developmentSecrets } from './secrets.mjs'
import { apiProgram } from './system.mjs'
import { untilAnswering } from './until-answering.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    users: { type: 'string', default: '16' },
  },
})
const [seconds, rounds, users] = [values.seconds, values.rounds, values.users].map(Number)

const dataDir = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
chmodSync(dataDir, 0o755)
const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), durable: true })
const started = []
try {
  const targets = [await bareLoop(), await tessera()]
  for (const target of targets) await measure(target, 2) // Warm.
  for (const target of targets) target.runs = []
  for (let round = 1; round <= rounds; round++) {
    for (const target of targets) target.runs.push(await measure(target, seconds))
    console.log(`round ${round} of ${rounds}: ${targets.map(({ name, runs }) => `${name} ${Math.round(runs.at(-1).rate)}/s`).join(', ')}`)
  }
  report(targets)
} finally {
  for (const child of started) await child.stop()
  await postgres.stop()
  rmSync(postgres.dataDir, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

async function bareLoop() {
  const database = new pg.Client({ connectionString: postgres.url })
  await database.connect()
  await database.query('CREATE TABLE bare (id uuid PRIMARY KEY, n int NOT NULL, at timestamptz) WITH (fillfactor = 80)')
  const { rows } = await database.query('INSERT INTO bare SELECT gen_random_uuid(), 0 FROM generate_series(1, $1::int) RETURNING id', [
    users,
  ])
  await database.end()
  const port = deferred()
  const child = startChild({
    args: [join(root, 'tools/bench/bare-loop.mjs')],
    cwd: root,
    env: { PATH: process.env.PATH, DATABASE_URL: postgres.url },
    onLine: (line, from) => (from === 'stdout' ? port.resolve(Number(line)) : console.error(line)),
  })
  started.push(child)
  return {
    name: 'bare loop',
    pid: child.pid,
    url: `http://127.0.0.1:${await port.promise}/refresh`,
    tokens: rows.map(({ id }) => `${id}.0`),
  }
}

async function tessera() {
  const port = await freePort()
  const owner = { email: 'owner@example.com', password: 'a long enough passphrase' }
  const child = startChild({
    args: [apiProgram],
    cwd: root,
    // The API says on stderr why it cannot start.
    onLine: (line, from) => from === 'stderr' && console.error(line),
    env: {
      ...{ PATH: process.env.PATH, ...developmentSecrets(dataDir), DATABASE_URL: postgres.url, API_PORT: String(port), RATE_LIMITS: 'off' },
      ...{ ADMIN_EMAIL: owner.email, ADMIN_PASSWORD: owner.password },
    },
  })
  started.push(child)
  const url = `http://127.0.0.1:${port}`
  await untilAnswering('the API', child, `${url}/health/ready`)
  const tokens = []
  for (let user = 0; user < users; user++) {
    const answer = await fetch(`${url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(owner),
    })
    tokens.push((await answer.json()).refresh_token)
  }
  return { name: 'Tessera', pid: child.pid, url: `${url}/v1/sessions/refresh`, tokens }
}

/** One round at one target. Its CPU, and that of PostgreSQL, is counted over the round. */
async function measure(target, length) {
  const postmaster = Number(readFileSync(join(postgres.dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
  const before = { server: cpuSeconds(target.pid), database: cpuSeconds(postmaster) }
  const load = await runLoad({ url: target.url, tokens: target.tokens, seconds: length })
  const per1000 = (used) => (used / load.count) * 1000
  target.tokens = load.tokens
  return {
    rate: load.count / length,
    p50: load.p50,
    p99: load.p99,
    server: per1000(cpuSeconds(target.pid) - before.server),
    database: per1000(cpuSeconds(postmaster) - before.database),
  }
}

function runLoad(given) {
  const child = spawn(process.execPath, [join(root, 'tools/bench/load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(given))
  return new Response(child.stdout).text().then((text) => {
    if (text === '') throw new Error(`The load at ${given.url} failed.`)
    return JSON.parse(text)
  })
}

function report(targets) {
  const [bare] = targets
  const median = (target, what) => [...target.runs.map((run) => run[what])].sort((a, b) => a - b)[Math.floor(target.runs.length / 2)]
  const cpu = (target) => median(target, 'server') + median(target, 'database')
  console.log(`\n${users} users, ${rounds} rounds of ${seconds} s each; medians. CPU in seconds per 1,000 refreshes.\n`)
  console.log(['target'.padEnd(12), 'refreshes/s', 'ratio', 'p50 ms', 'p99 ms', 'CPU server', 'CPU database', 'CPU ratio'].join('  '))
  for (const target of targets) {
    const rate = median(target, 'rate')
    const columns = [
      target.name.padEnd(12),
      String(Math.round(rate)).padStart(11),
      (rate / median(bare, 'rate')).toFixed(2).padStart(5),
      median(target, 'p50').toFixed(1).padStart(6),
      median(target, 'p99').toFixed(1).padStart(6),
      median(target, 'server').toFixed(3).padStart(10),
      median(target, 'database').toFixed(3).padStart(12),
      (cpu(target) / cpu(bare)).toFixed(2).padStart(9),
    ]
    console.log(columns.join('  '))
  }
}

function deferred() {
  let resolve
  const promise = new Promise((done) => (resolve = done))
  return { promise, resolve }
}
