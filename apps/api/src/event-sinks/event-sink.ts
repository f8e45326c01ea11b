import type { LogEvent } from '@tessera/contract'

/**
 * Is told what is written to the event log (docs/guides/extending.md): for a data warehouse, an audit trail elsewhere, a message queue.
 *
 * It is told everything that is committed from its first start on, whatever becomes of the processes that tell it: each event at least once, the
 * oldest first, by one process at a time.
 */
export interface EventSink {
  /** Under this name the database keeps how far it is: another name begins at the end of the log. */
  readonly name: string
  /**
   * Takes some events, a hundred at most, as `GET /v1/admin/events` shows them. When it resolves they are safe, and are not told again.
   *
   * @param signal aborted after thirty seconds, when it is no longer waited for
   * @throws when they are not safe: the same events come again, after a pause that grows to a minute
   */
  take(events: readonly LogEvent[], signal: AbortSignal): Promise<void>
}
