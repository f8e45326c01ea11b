import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../root.mjs'
import { cpuSeconds } from './cpu.mjs'

/**
 * One round at one target. Its CPU, and that of PostgreSQL, is counted over the round, in seconds for 1,000 refreshes.
 *
 * @param {{ name: string, pid: number, origin: string, proofs?: object, sessions: { tokens: string[] } }} target its sessions move on
 */
export async function measure({ name, pid, origin, proofs, sessions }, { seconds, postmaster }) {
  const before = { server: cpuSeconds(pid), database: cpuSeconds(postmaster) }
  const load = await runLoad({ origin, wire: name, proofs, tokens: sessions.tokens, seconds })
  sessions.tokens = load.tokens
  const per1000 = (used) => (used / load.count) * 1000
  return {
    rate: load.count / seconds,
    p50: load.p50,
    p99: load.p99,
    server: per1000(cpuSeconds(pid) - before.server),
    database: per1000(cpuSeconds(postmaster) - before.database),
  }
}

async function runLoad(given) {
  const child = spawn(process.execPath, [join(root, 'tools/bench/load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(given))
  const text = await new Response(child.stdout).text()
  if (text === '') throw new Error(`The load at ${given.wire} failed.`)
  return JSON.parse(text)
}
