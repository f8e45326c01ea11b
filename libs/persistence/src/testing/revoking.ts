import type { NewRevocation } from '../session-revocations/index.js'
import { origin } from './store.js'

/** A revocation of these sessions by a platform owner, at once. */
export const revocationOf = (by: string, sessions: readonly string[] | null, rest: Partial<NewRevocation> = {}): NewRevocation => ({
  ...{
    target: { ids: sessions?.length ?? 0 },
    sessions,
    note: null,
    by,
    companyId: null,
    apiKeyId: null,
    origin,
    spared: null,
    startsIn: 0,
  },
  ...rest,
})
