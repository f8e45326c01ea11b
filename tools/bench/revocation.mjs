// `npm run bench -- revocation [--followers N] [--revocations N] [--save]`: how long an access token that is already out lives on after the API
// has acknowledged an administrator's revocation. Two API processes on one PostgreSQL, followers at both; a resource server behind the
// verifier at each is asked with the token again and again until it refuses. All of it on this machine. Fails when the target is missed.
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { arch, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '@tessera/persistence/embedded'
import { root } from '../root.mjs'
import { cpuSeconds } from './cpu.mjs'
import { onGround } from './ground.mjs'
import { percentile } from './percentile.mjs'
import { columnsOf } from './report.mjs'
import { startTessera } from './tessera.mjs'

/** Milliseconds, at the 99th percentile, at a resource server. */
const target = 200
/** Milliseconds between two revocations: nobody's reports of the one fall always into the other. */
const [shortestRest, longestRest] = [100, 300]
/** Milliseconds for which everybody is watched while nothing is revoked. */
const idleFor = 10_000
/** Milliseconds between two questions to a resource server. */
const askEvery = 2

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      followers: { type: 'string', default: '1000' },
      revocations: { type: 'string', default: '200' },
      save: { type: 'boolean', default: false },
    },
  })
  const [followers, revocations] = [values.followers, values.revocations].map(Number)
  const [load] = loadavg()
  await onGround(async ({ started, ...ground }) => {
    // Processes that share a database are one issuer.
    const settings = { API_URL: `http://127.0.0.1:${await freePort()}`, RATE_LIMITS: 'off' }
    const replicas = []
    for (let at = 0; at < 2; at++) replicas.push(await startTessera({ ...ground, started, settings }))
    const figures = await measure({ replicas, issuer: settings.API_URL, followers, revocations, started })
    const report = reportOf(figures, { followers, revocations, load })
    console.log(`\n${report}`)
    if (values.save) save(report)
    if (percentile(figures.refused, 99) >= target) process.exitCode = 1
  })
}

async function measure({ replicas, issuer, followers, revocations, started }) {
  const apiKey = await replicas[0].apiKey(['revocations:read', 'revocations:every_company'])
  const email = 'somebody@example.com'
  await replicas[0].createUser(email)
  const origins = replicas.map(({ origin }) => origin)
  const given = { issuer, origins, apiKey }
  const others = await startFollowers({ ...given, followers: followers - origins.length, name: 'follower' }, started)
  // Last, for whoever came first is told first.
  const servers = await startFollowers({ ...given, followers: origins.length, listen: true, name: 'server' }, started)
  console.log(`${followers} followers at ${origins.length} API processes know everything.`)

  const idle = await cores({ replicas, servers, others })
  const figures = { refused: [], honoured: [], streaming: 0, idle }
  for (let at = 0; at < revocations; at++) {
    const session = await replicas[at % replicas.length].newSession(email)
    const claims = JSON.parse(Buffer.from(session.access_token.split('.')[1], 'base64url'))
    for (const address of servers.addresses) {
      const status = await ask(address, session.access_token)
      if (status !== 200) throw new Error(`A resource server answered ${status} before the revocation.`)
    }
    await rest(shortestRest + Math.random() * (longestRest - shortestRest))
    await replicas[at % replicas.length].revoke(session.session_id)
    const acknowledged = Date.now()
    const known = [servers, others].map((child) => child.untilKnown(claims))
    const refusals = await Promise.all(servers.addresses.map((address) => untilRefused(address, session.access_token)))
    figures.refused.push(...refusals.map((time) => time - acknowledged))
    const all = await Promise.all(known)
    const missing = all.flatMap((each) => each.missing)
    if (missing.length > 0) throw new Error(`${missing.length} followers never knew, such as ${JSON.stringify(missing[0])}.`)
    figures.honoured.push(...all.flatMap(({ knew }) => knew).map((time) => time - acknowledged))
    figures.streaming = all.reduce((sum, { streaming }) => sum + streaming, 0)
    if ((at + 1) % 20 === 0) console.log(`${at + 1} of ${revocations} revocations`)
  }
  return figures
}

/** How many cores everybody needs while nothing is revoked. */
async function cores({ replicas, servers, others }) {
  const used = () => ({
    api: replicas.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    followers: cpuSeconds(servers.pid) + cpuSeconds(others.pid),
  })
  const [before, from] = [used(), performance.now()]
  await rest(idleFor)
  const seconds = (performance.now() - from) / 1000
  const after = used()
  return { api: (after.api - before.api) / seconds, followers: (after.followers - before.followers) / seconds }
}

async function startFollowers(given, started) {
  const child = fork(join(root, 'tools/bench/followers.mjs'), [JSON.stringify(given)])
  started.push({
    stop: () =>
      new Promise((done) => {
        if (child.exitCode !== null) return done()
        child.once('exit', done).kill()
      }),
  })
  const waiting = []
  child.on('message', (message) => waiting.splice(0).forEach(({ tell }) => tell(message)))
  child.on('exit', () => waiting.splice(0).forEach(({ fail }) => fail(new Error(`The followers “${given.name}” have ended.`))))
  const next = () => new Promise((tell, fail) => waiting.push({ tell, fail }))
  const { addresses } = await next()
  return {
    addresses,
    pid: child.pid,
    untilKnown(session) {
      child.send({ session })
      return next()
    },
  }
}

/** @returns when the refusal had arrived */
async function untilRefused(address, token) {
  for (;;) {
    const status = await ask(address, token)
    if (status === 401) return Date.now()
    if (status !== 200) throw new Error(`A resource server answered ${status}.`)
    await rest(askEvery)
  }
}

async function ask(address, token) {
  const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
  await answer.text()
  return answer.status
}

function rest(time) {
  return new Promise((done) => setTimeout(done, time))
}

function reportOf({ refused, honoured, streaming, idle }, { followers, revocations, load }) {
  const line = (name, times) => [name, ...[50, 99, 100].map((share) => percentile(times, share).toFixed(0))]
  const rows = [
    ['milliseconds after the acknowledgement', 'p50', 'p99', 'slowest'],
    line('401 at a resource server', refused),
    line('honoured by a follower, each of all', honoured),
  ]
  return [
    `${revocations} revocations, ${followers} followers (${streaming} by stream) at 2 API processes. What else the machine had to do: a load of ${load.toFixed(1)} before it began.`,
    '',
    columnsOf(rows),
    '',
    `While nothing is revoked, the API needs ${idle.api.toFixed(2)} of a core, and the followers, all in two processes, ${idle.followers.toFixed(2)}.`,
    `Target: p99 under ${target} ms at a resource server: ${percentile(refused, 99) < target ? 'met' : 'MISSED'}.`,
  ].join('\n')
}

function save(report) {
  const page = join(root, 'docs/performance-revocation.md')
  writeFileSync(
    page,
    `# How fast a revocation is

Written by \`npm run bench -- revocation --save\`. The figures are of one run on ${cpus().length} cores (${arch()}) with Node ${process.versions.node}, which did everything: PostgreSQL with \`fsync\`
on, two API processes, a resource server behind the verifier at each, and all the other followers. The time is from the API's answer to the administrator, to the 401 at a resource server for an access token
that was good until then ([how](decisions/0094-how-a-service-knows.md)).

\`\`\`
${report}
\`\`\`
`,
  )
  console.log(`written: ${page}`)
}
