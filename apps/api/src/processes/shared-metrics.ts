import cluster from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'
import type { MetricsText } from '../metrics/metrics-text.js'
import { isMessage, type Message } from './messages.js'

/** What this process counted, or all that serve on its port together: a scrape comes to any of them. */
export function metricsText(registry: Registry): MetricsText {
  const { contentType } = registry
  if (!cluster.isWorker) return { contentType, read: () => registry.metrics() }
  AggregatorRegistry.setRegistries(registry)
  // Answers the one that adds up.
  new AggregatorRegistry()
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

/** In the process that keeps the others: adds up what they counted for whichever of them asks. It always answers; a process that is stuck costs it five seconds. */
export function addUpMetrics(): void {
  const all = new AggregatorRegistry()
  cluster.on('message', (worker, message: unknown) => {
    if (!isMessage(message) || message.tessera !== 'metrics_asked') return
    const { id } = message
    const answer = (text?: string) => {
      if (worker.isConnected()) worker.send({ tessera: 'metrics', id, ...(text !== undefined && { text }) } satisfies Message)
    }
    all.clusterMetrics().then(answer, () => answer())
  })
}
