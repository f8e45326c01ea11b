import cluster, { type Worker } from 'node:cluster'
import type { Logger } from 'pino'
import { leave } from '../log/leave.js'
import type { Message } from './messages.js'
import { addUpMetrics } from './shared-metrics.js'

/** Milliseconds until another process takes the place of one that died; twice as many each time that it died soon. */
const pause = { first: 100, longest: 30_000 } as const
/** Milliseconds after which a process was sound, and dies for another reason than those before it. */
const soundAfter = 60_000
/** Milliseconds: somewhat more than a process gives itself. */
const longestDrain = 9_500

interface Place {
  worker?: Worker
  serves: boolean
  beganAt: number
  /** Deaths in a row that came soon. */
  soonDead: number
  timer?: NodeJS.Timeout
}

/**
 * Keeps so many processes of this program, which serve on one port: each connection goes to the next of them. The first begins alone, so that
 * what keeps it from starting is said once and ends everything; the others follow when it serves. One that dies later is replaced, the sooner
 * the longer it lived. When this process ends, however it ends, they do.
 */
export class Processes {
  private readonly places: readonly Place[]
  private everServed = false
  private isDraining = false
  private allEndedWell = true

  constructor(
    count: number,
    private readonly log: Logger,
  ) {
    this.places = Array.from({ length: count }, () => ({ serves: false, beganAt: 0, soonDead: 0 }))
  }

  run(): void {
    process.on('SIGTERM', (signal) => this.drain(signal))
    process.on('SIGINT', (signal) => this.drain(signal))
    addUpMetrics()
    cluster.on('listening', (worker) => this.serving(worker))
    cluster.on('exit', (worker, code, signal) => this.ended(worker, code, signal))
    const [first] = this.places
    if (first) this.begin(first)
  }

  private begin(place: Place): void {
    place.beganAt = performance.now()
    place.worker = cluster.fork()
    // A message to one that has just died is no fault of ours.
    place.worker.on('error', (err) => this.log.warn({ err }, 'a process cannot be reached'))
  }

  private serving(worker: Worker): void {
    for (const place of this.places) if (place.worker === worker) place.serves = true
    if (this.everServed || this.isDraining) return
    this.everServed = true
    for (const place of this.places) if (!place.worker) this.begin(place)
  }

  private ended(worker: Worker, code: number | null, signal: string | null): void {
    const place = this.places.find((each) => each.worker === worker)
    if (!place) return
    delete place.worker
    place.serves = false
    // By the signal: one that was told before it listened for any, and had nothing under way.
    if (this.isDraining) return this.leaveIfAlone(code === 0 || signal === 'SIGTERM')
    if (!this.everServed) return this.cannotStart(worker, code, signal)
    if (performance.now() - place.beganAt >= soundAfter) place.soonDead = 0
    const again = Math.min(pause.first * 2 ** place.soonDead, pause.longest)
    place.soonDead += 1
    this.log.error({ pid: worker.process.pid, code, signal, againAfter: again }, 'a process ended; another takes its place')
    place.timer = setTimeout(() => this.begin(place), again)
  }

  /** The first has said why, unless somebody killed it: then it has no code either. */
  private cannotStart({ process: { pid } }: Worker, code: number | null, signal: string | null): void {
    if (signal !== null) this.log.error({ pid, signal }, 'the first process was killed before it served')
    leave(this.log, code || 1)
  }

  private drain(signal: string): void {
    if (this.isDraining) return
    this.isDraining = true
    this.log.info({ by: signal }, 'draining every process')
    setTimeout(() => {
      this.log.error('a process did not end in time')
      for (const { worker } of this.places) worker?.process.kill('SIGKILL')
      leave(this.log, 1)
    }, longestDrain).unref()
    for (const { worker, serves, timer } of this.places) {
      clearTimeout(timer)
      if (serves && worker?.isConnected()) worker.send({ tessera: 'drain' } satisfies Message)
      else worker?.process.kill('SIGTERM')
    }
    this.leaveIfAlone(true)
  }

  private leaveIfAlone(endedWell: boolean): void {
    this.allEndedWell &&= endedWell
    if (this.places.every(({ worker }) => worker === undefined)) leave(this.log, this.allEndedWell ? 0 : 1)
  }
}
