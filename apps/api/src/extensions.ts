import type { Database } from '@tessera/persistence'
import type { Logger } from 'pino'
import type { ClaimSource } from './custom-claims/claim-source.js'
import type { EventSink } from './event-sinks/event-sink.js'

/** What a team adds to its own Tessera (docs/guides/extending.md). */
export interface Extensions {
  /** Asked for claims whenever an access token is signed. */
  readonly claims: readonly ClaimSource[]
  /** Told what is written to the event log. */
  readonly eventSinks: readonly EventSink[]
}

/** What an extension may need: the database that is open already, and the log. */
export type ExtensionTools = { readonly database: Database; readonly log: Logger }

/** The one place where extensions are listed: yours to edit. None by default. */
export function extensions(_tools: ExtensionTools): Extensions {
  return { claims: [], eventSinks: [] }
}
