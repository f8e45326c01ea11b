// `npm run bench -- weight [--refreshes N --users N --sessions N]`: how soon the API is ready once it is built, on a database that has been there,
// and what it weighs: at rest, and while it refreshes, a million times unless told otherwise. Said are resident megabytes; what should be seen
// is that they stop growing.
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { cpuSeconds } from './cpu.mjs'
import { onGround } from './ground.mjs'
import { measure } from './measure.mjs'
import { median } from './report.mjs'
import { residentBytes } from './resident.mjs'
import { startTessera } from './tessera.mjs'

const starts = 5
const steps = 20
/** Milliseconds after which a process that nobody asks anything is at rest. */
const restAfter = 5_000

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      refreshes: { type: 'string', default: '1000000' },
      users: { type: 'string', default: '32' },
      sessions: { type: 'string', default: '1024' },
    },
  })
  const [refreshes, users, many] = [values.refreshes, values.users, values.sessions].map(Number)

  await onGround(async (ground) => {
    const { databaseUrl, dataDir, started } = ground
    const quick = await startTessera({ databaseUrl, dataDir, settings: { RATE_LIMITS: 'off' } })
    const sessions = await quick.logIn(many)
    await quick.stop()
    const took = []
    for (let start = 0; start < starts; start++) {
      const began = performance.now()
      const { pid, stop } = await startTessera({ databaseUrl, dataDir })
      took.push({ ready: performance.now() - began, cpu: cpuSeconds(pid) })
      await stop()
    }
    const ready = median(took.map((each) => each.ready)).toFixed(0)
    console.log(`ready after ${ready} ms, with ${median(took.map(({ cpu }) => cpu)).toFixed(2)} s of CPU; median of ${starts} starts`)

    // So few addresses refresh so often that the limits would be what is measured.
    const { pid, origin } = await startTessera({ databaseUrl, dataDir, started, settings: { RATE_LIMITS: 'off' } })
    await pause(restAfter)
    console.log(`at rest ${megabytes(pid)} MB`)
    const target = { name: 'v1', pid, origin, proofs: {}, sessions }
    for (let step = 0, done = 0; done < refreshes; step++) {
      // As long as a step of so many would take at the speed of the last.
      const seconds = step === 0 ? 2 : Math.max(1, Math.round((refreshes / steps / done) * target.seconds))
      const { rate } = await measure(target, { ...ground, users, seconds })
      target.seconds = (target.seconds ?? 0) + seconds
      done += Math.round(rate * seconds)
      console.log(`after ${done} refreshes ${megabytes(pid)} MB`)
    }
    await pause(restAfter)
    console.log(`at rest again ${megabytes(pid)} MB`)
  })
}

function megabytes(pid) {
  return Math.round(residentBytes(pid) / 1024 / 1024)
}
