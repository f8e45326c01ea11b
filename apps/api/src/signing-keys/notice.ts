import type { Seconds } from '@tessera/core'

/**
 * How long a new key is published before it signs. By then nobody has an older copy of JWKS: caches may keep one for ten minutes
 * (`max-age` and `stale-while-revalidate`), our own processes for seconds; the rest is for whoever fetched it just before.
 */
export const notice: Seconds = 15 * 60
