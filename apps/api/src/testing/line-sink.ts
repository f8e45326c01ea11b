import { appendFile } from 'node:fs/promises'
import type { EventSink } from '../event-sinks/event-sink.js'

/** Writes every event as a line of JSON to a file that a log shipper reads. An event that comes twice has the same id. */
export function lineSink(file: string): EventSink {
  return {
    name: 'lines',
    take: (events) => appendFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join('')),
  }
}
