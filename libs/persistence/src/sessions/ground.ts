import type { Policy, Seconds } from '@tessera/core'
import type { Ground as StoreGround } from '../ground.js'

/** What every verb of the session store stands on. */
export interface Ground extends StoreGround {
  /** The platform's policy, for clients that say nothing of their own. */
  readonly defaults: Policy
}

/** The same ground for a wire format with a lifetime of its own for access tokens: it goes before the platform's, and after the client's. */
export function groundFor(ground: Ground, accessTokenLifetime: Seconds | null): Ground {
  return accessTokenLifetime === null ? ground : { ...ground, defaults: { ...ground.defaults, accessTokenLifetime } }
}
