import type { Instant } from '@tessera/core'

/** A time as the wire has it (RFC 3339, UTC). */
export const time = (at: Instant): string => new Date(at).toISOString()
