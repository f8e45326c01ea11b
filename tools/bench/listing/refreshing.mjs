import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../../root.mjs'
import { quantiles } from './measure.mjs'

const users = 16
const warmUp = 2
const measured = 8

/**
 * Refreshes at half of what the API can do, to be gone on with beside other work.
 *
 * @param {Awaited<ReturnType<import('../tessera.mjs').startTessera>>} tessera
 */
export async function halfOfWhatItCan(tessera) {
  const seconds = (count) => () => pause(count * 1000)
  const most = await besideRefreshes(tessera, 1_000_000, seconds(measured))
  const rate = most.count.p50 / 2
  const alone = await besideRefreshes(tessera, rate, seconds(measured))
  return {
    rate,
    alone: alone.p99,
    /** @returns what the work returns, and the p99 (milliseconds) of the refreshes in the seconds that it took */
    beside: (work) => besideRefreshes(tessera, rate, work),
  }
}

async function besideRefreshes(tessera, rate, work) {
  // Where a load left off is not known: each begins with sessions of its own.
  const { tokens } = await tessera.logIn(users)
  const child = spawn(process.execPath, [join(root, 'tools/bench/listing/paced-load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const seconds = []
  const lines = createInterface({ input: child.stdout }).on('line', (line) => seconds.push(JSON.parse(line)))
  const ended = once(child, 'close')
  child.stdin.write(`${JSON.stringify({ origin: tessera.origin, tokens, rate })}\n`)
  try {
    while (seconds.length < warmUp) await Promise.race([once(lines, 'line'), ended.then(failed)])
    const done = await work()
    // What was done within a second is told at its end.
    await Promise.race([once(lines, 'line'), ended.then(failed)])
    const counted = seconds.slice(warmUp)
    return { done, p99: quantiles(counted.map(({ p99 }) => p99)), count: quantiles(counted.map(({ count }) => count)) }
  } finally {
    child.stdin.end()
    await ended
  }
}

function failed() {
  throw new Error('The refreshes beside it failed.')
}
