import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../root.mjs'
import { cpuSeconds } from './cpu.mjs'
import { walBytes } from './storage.mjs'

/**
 * One round at one target. Its CPU and that of PostgreSQL (in seconds) and the write-ahead log (in bytes) are counted over the round, for 1,000 refreshes.
 *
 * @param {{ name: string, pid: number, origin?: string, proofs?: object, sessions?: { tokens: string[] }, load?: Function }} target its sessions
 *   move on; one that speaks no HTTP makes its `load` itself
 */
export async function measure({ name, pid, origin, proofs, sessions, load }, { users, seconds, rate, postmaster, databaseUrl }) {
  const before = { server: cpuSeconds(pid), database: cpuSeconds(postmaster), wal: await walBytes(databaseUrl) }
  const run = load
    ? await load({ users, seconds, rate })
    : await loadOverHttp({ origin, wire: name, proofs, tokens: sessions.tokens, users, seconds, rate })
  if (run.tokens) sessions.tokens = run.tokens
  const per1000 = (used) => (used / run.count) * 1000
  return {
    rate: run.count / seconds,
    p50: run.p50,
    p99: run.p99,
    server: per1000(cpuSeconds(pid) - before.server),
    database: per1000(cpuSeconds(postmaster) - before.database),
    wal: per1000((await walBytes(databaseUrl)) - before.wal),
  }
}

async function loadOverHttp(given) {
  const child = spawn(process.execPath, [join(root, 'tools/bench/load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(given))
  const text = await new Response(child.stdout).text()
  if (text === '') throw new Error(`The load at ${given.wire} failed.`)
  return JSON.parse(text)
}
