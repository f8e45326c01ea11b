import type { LoginResponse, TokenResponse } from '@tessera/contract'
import { testDatabase, type TestDatabase } from '@tessera/persistence/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { owner, secret, type Started, startProgram } from '../testing/program.js'

let database: TestDatabase
let started: Started
let url: string
/** Of both that are started here, over one database. */
const secrets = { TESSERA_SECRET: secret(), MINTING_KEYS: secret() }
const serving = (but: readonly unknown[]) => started.said('serving', ({ pid }) => !but.includes(pid))
/** The process ids of the two, in the order in which they began to serve. */
let pids: number[]
beforeAll(async () => {
  database = await testDatabase()
  started = startProgram(database.url, { WEB_CONCURRENCY: '2', RATE_LIMITS: 'off', ...secrets })
  const first = await serving([])
  url = String(first?.['url'])
  const second = await serving([first?.['pid']])
  expect(second?.['url']).toBe(url)
  pids = [Number(first?.['pid']), Number(second?.['pid'])]
})
afterAll(async () => {
  started.process.kill('SIGKILL')
  await database.drop()
})

/** On a connection of its own, so that each call comes to the next process. */
async function posted<T>(path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json', connection: 'close' }
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
  return (await response.json()) as T
}

it('processes on one port share the work of one session, and count it together', async () => {
  let { refresh_token } = await posted<LoginResponse>('/v1/sessions', owner)
  for (let turn = 0; turn < 6; turn++) ({ refresh_token } = await posted<TokenResponse>('/v1/sessions/refresh', { refresh_token }))
  const answering = () => new Set(started.entries.filter(({ route }) => route === '/v1/sessions/refresh').map(({ pid }) => pid))
  // Lines are written together, a moment later.
  await expect.poll(answering).toEqual(new Set(pids))
  const metrics = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text()
  expect(metrics).toContain('tessera_refreshes_total{outcome="rotated"} 6')
})

it('one that hangs is counted as it was last, and told of', async () => {
  process.kill(pids[1]!, 'SIGSTOP')
  try {
    const read = async () => {
      const response = await fetch(`${url}/metrics`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) })
      return [response.status, await response.text()]
    }
    // The one that hangs is given one of these at most.
    const [status, metrics] = await Promise.any([read(), read()])
    expect(status).toBe(200)
    expect(metrics).toContain('tessera_refreshes_total{outcome="rotated"} 6')
    expect(metrics).toContain('tessera_processes_silent 1')
  } finally {
    process.kill(pids[1]!, 'SIGCONT')
  }
  await expect.poll(async () => (await fetch(`${url}/metrics`)).text()).toContain('tessera_processes_silent 0')
})

it('one that stood still judges no refresh whose caller has gone on elsewhere meanwhile', async () => {
  const { refresh_token } = await posted<LoginResponse>('/v1/sessions', owner)
  const gone = new AbortController()
  const headers = { 'content-type': 'application/json', connection: 'close' }
  const ask = (token: string) =>
    fetch(`${url}/v1/sessions/refresh`, { method: 'POST', headers, body: JSON.stringify({ refresh_token: token }), signal: gone.signal })
  // The one that stands still is given one of all these: the first two, unless it has just answered the login.
  const refreshed = async (token: string) => {
    const answer = await Promise.any([ask(token), ask(token)])
    return ((await answer.json()) as TokenResponse).refresh_token
  }
  process.kill(pids[1]!, 'SIGSTOP')
  let newest: string
  try {
    newest = await refreshed(await refreshed(await refreshed(refresh_token)))
    gone.abort()
  } finally {
    process.kill(pids[1]!, 'SIGCONT')
  }
  // One of these comes to the process that stood still, behind what it found.
  for (let turn = 0; turn < 2; turn++) await posted('/v1/sessions', owner)
  const { refresh_token: next } = await posted<TokenResponse>('/v1/sessions/refresh', { refresh_token: newest })
  expect(next).not.toBe(newest)
})

it('one that dies is replaced, and the others serve meanwhile', async () => {
  process.kill(pids[1]!, 'SIGKILL')
  expect(await started.said('a process ended; another takes its place')).toMatchObject({ pid: pids[1], signal: 'SIGKILL' })
  await posted('/v1/sessions', owner)
  pids.push(Number((await serving(pids))?.['pid']))
  expect(pids).toHaveLength(3)
})

it('on SIGTERM all of them drain, and all is over with 0', async () => {
  const { refresh_token } = await posted<LoginResponse>('/v1/sessions', owner)
  const underWay = Array.from({ length: 20 }, () => posted<TokenResponse>('/v1/sessions/refresh', { refresh_token }))
  await Promise.race(underWay)
  started.process.kill('SIGTERM')
  await Promise.allSettled(underWay)
  expect(await started.ended).toEqual([0, null])
  expect(started.entries.filter(({ msg }) => msg === 'draining').map(({ pid }) => pid)).toEqual(expect.arrayContaining([pids[0], pids[2]]))
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow()
})

it('what keeps the first from starting is said once, and ends everything', async () => {
  const { ended, process: failing } = startProgram('postgresql://nobody@127.0.0.1:1/nothing', { WEB_CONCURRENCY: '3' })
  let told = ''
  failing.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()))
  expect(await ended).toEqual([1, null])
  expect(told.match(/Tessera cannot start/g)).toHaveLength(1)
})

it('the first one killed before it serves is no start that went well', async () => {
  const kill = `import cluster from 'node:cluster'; cluster.isWorker && process.kill(process.pid, 'SIGKILL')`
  const other = startProgram(database.url, {
    WEB_CONCURRENCY: '2',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(kill)}`,
  })
  expect(await other.said('the first process was killed before it served')).toMatchObject({ signal: 'SIGKILL' })
  expect(await other.ended).toEqual([1, null])
})

it('none is left when the one that keeps them is killed', async () => {
  const other = startProgram(database.url, { WEB_CONCURRENCY: '2' })
  const first = Number((await other.said('serving'))?.['pid'])
  other.process.kill('SIGKILL')
  await other.ended
  await expect.poll(() => isAlive(first)).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('all is over with 0 though one of them has only just begun, and hears no signal yet', async () => {
  const other = startProgram(database.url, { WEB_CONCURRENCY: '2', ...secrets })
  await other.said('serving')
  other.process.kill('SIGTERM')
  expect(await other.ended).toEqual([0, null])
})
