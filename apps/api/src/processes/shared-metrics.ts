import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, Gauge, type Registry } from 'prom-client'
import type { MetricsText } from '../metrics/metrics-text.js'
import { isMessage, type Message } from './messages.js'

/** What this process counted, or all that serve on its port together: a scrape comes to any of them. */
export function metricsText(registry: Registry): MetricsText {
  const { contentType } = registry
  if (!cluster.isWorker) return { contentType, read: () => registry.metrics() }
  process.on('message', (message) => {
    if (!isMessage(message) || message.tessera !== 'count_asked') return
    const { id } = message
    void registry.getMetricsAsJSON().then((metrics) => process.send?.({ tessera: 'counted', id, metrics } satisfies Message))
  })
  return { contentType, read: askForAll() }
}

function askForAll(): () => Promise<string> {
  const waiting = new Map<number, (text: string | undefined) => void>()
  let last = 0
  process.on('message', (message) => {
    if (!isMessage(message) || message.tessera !== 'metrics') return
    waiting.get(message.id)?.(message.text)
    waiting.delete(message.id)
  })
  return () =>
    new Promise((resolve, reject) => {
      const id = (last += 1)
      waiting.set(id, (text) =>
        text === undefined ? reject(new Error('The processes did not all say what they counted.')) : resolve(text),
      )
      process.send?.({ tessera: 'metrics_asked', id } satisfies Message)
    })
}

/** Milliseconds that a scrape waits for the processes. */
const patience = 2_000

/**
 * In the process that keeps the others: adds up what they counted for whichever of them asks. One that is stuck is added with what it said last, since a sum
 * that falls looks to Prometheus like one that began anew; `tessera_processes_silent` tells of it.
 */
export function addUpMetrics(): void {
  const last = new Map<Worker, readonly object[]>()
  const answers = new Map<number, (worker: Worker) => void>()
  let asked = 0
  cluster.on('exit', (worker) => last.delete(worker))
  cluster.on('message', (worker, message: unknown) => {
    if (!isMessage(message)) return
    if (message.tessera === 'counted') {
      last.set(worker, message.metrics)
      answers.get(message.id)?.(worker)
    }
    if (message.tessera !== 'metrics_asked') return
    const { id } = message
    const answer = (text?: string) => {
      if (worker.isConnected()) worker.send({ tessera: 'metrics', id, ...(text !== undefined && { text }) } satisfies Message)
    }
    silentOnes()
      .then(async (silent) => answer(await sumOf([...last.values()], silent)))
      .catch(() => answer())
  })

  /** Asks each what it counted. @returns how many did not say */
  function silentOnes(): Promise<number> {
    const id = (asked += 1)
    const waitedFor = new Set(Object.values(cluster.workers ?? {}).filter((each) => each?.isConnected()))
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer)
        answers.delete(id)
        resolve(waitedFor.size)
      }
      const timer = setTimeout(over, patience)
      answers.set(id, (worker) => {
        waitedFor.delete(worker)
        if (waitedFor.size === 0) over()
      })
      for (const each of waitedFor) each?.send({ tessera: 'count_asked', id } satisfies Message)
    })
  }
}

function sumOf(counted: readonly (readonly object[])[], silent: number): Promise<string> {
  const sum = AggregatorRegistry.aggregate([...counted])
  const help = 'Processes on this port that did not say what they counted: they are counted as they said last.'
  new Gauge({ name: 'tessera_processes_silent', help, registers: [sum] }).set(silent)
  return sum.metrics()
}
