import type { Pool } from 'pg'

/** What every verb of a store stands on. */
export interface Ground {
  readonly pool: Pool
  /** Milliseconds added to the database's clock. Always 0 but in tests. */
  readonly clockOffset: () => number
}
