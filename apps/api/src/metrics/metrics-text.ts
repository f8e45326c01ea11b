import type { Registry } from 'prom-client'

/** All that is counted, in Prometheus's text format: of this process, or of all that serve on one port together. */
export abstract class MetricsText implements Pick<Registry, 'contentType'> {
  abstract readonly contentType: Registry['contentType']
  abstract read(): Promise<string>
}
