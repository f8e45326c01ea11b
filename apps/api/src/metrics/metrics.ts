import { refusals } from '@tessera/core'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds: from what a refresh takes to the longest that an answer may. */
const answerBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 6]
const gatheredBuckets = [1, 2, 4, 8, 16, 32, 64]

/** What is read when somebody asks, and costs nothing before. */
export interface Observed {
  /** The database's connections (`pg.Pool`), by what they are for. */
  readonly pools: Readonly<Record<string, { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number }>>
  /** Streams and waiting calls that follow the revocation feed here. */
  readonly followers: () => number
  /** Logins that wait for a turn to have their password hashed. */
  readonly passwordsWaiting: () => number
}

/**
 * What this process counts for Prometheus, its own and Node's (event loop, memory, garbage). An answer costs half a microsecond of it; no
 * label takes a value that a caller can choose.
 */
export class Metrics {
  readonly registry = new Registry()

  private readonly answers = new Histogram({
    name: 'tessera_http_request_duration_seconds',
    help: 'Answers, by route pattern and status, and how long they took; streams are not among them.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: answerBuckets,
    registers: [this.registry],
  })
  private readonly refusals = new Counter({
    name: 'tessera_refusals_total',
    help: 'Refusals, by route pattern and our private reason.',
    labelNames: ['route', 'refusal'] as const,
    registers: [this.registry],
  })
  private readonly refreshes = new Counter({
    name: 'tessera_refreshes_total',
    help: 'Refreshes in every wire format, by what they came to: rotated, retried, or why they were refused.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  })
  private readonly gatheredRefreshes = new Histogram({
    name: 'tessera_refreshes_gathered',
    help: 'Refreshes that went to the database in one statement.',
    buckets: gatheredBuckets,
    registers: [this.registry],
  })
  private readonly deliveries = new Counter({
    name: 'tessera_deliveries_total',
    help: 'Attempts to tell a receiver, by what they came to: delivered, later (it is tried again), given_up.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  })

  constructor({ pools, followers, passwordsWaiting }: Observed) {
    const { registry } = this
    collectDefaultMetrics({ register: registry })
    // From zero on: what is not there yet does not rise when it is first counted, and the first reuse would alert nobody.
    for (const outcome of ['rotated', 'retried', ...refusals]) this.refreshes.inc({ outcome }, 0)
    for (const outcome of ['delivered', 'later', 'given_up']) this.deliveries.inc({ outcome }, 0)
    const registers = [registry]
    new Gauge({
      ...{ name: 'tessera_database_connections', help: 'Connections to the database, by pool and state.', registers },
      labelNames: ['pool', 'state'] as const,
      collect() {
        for (const [pool, { totalCount, idleCount }] of Object.entries(pools)) {
          this.set({ pool, state: 'idle' }, idleCount)
          this.set({ pool, state: 'busy' }, totalCount - idleCount)
        }
      },
    })
    new Gauge({
      ...{ name: 'tessera_database_waiting', help: 'Callers that wait for a connection to the database, by pool.', registers },
      labelNames: ['pool'] as const,
      collect() {
        for (const [pool, { waitingCount }] of Object.entries(pools)) this.set({ pool }, waitingCount)
      },
    })
    new Gauge({
      ...{ name: 'tessera_feed_followers', help: 'Streams and waiting calls that follow the revocation feed.', registers },
      collect() {
        this.set(followers())
      },
    })
    new Gauge({
      ...{ name: 'tessera_passwords_waiting', help: 'Password hashes that wait for their turn.', registers },
      collect() {
        this.set(passwordsWaiting())
      },
    })
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.answers.observe({ method, route, status }, seconds)
  }

  refused(route: string, refusal: string): void {
    this.refusals.inc({ route, refusal })
  }

  refreshed(outcome: string): void {
    this.refreshes.inc({ outcome })
  }

  readonly gathered = (refreshes: number): void => this.gatheredRefreshes.observe(refreshes)

  readonly delivered = (outcome: string): void => this.deliveries.inc({ outcome })
}
