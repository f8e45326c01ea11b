import type { Origin, RevocationActor } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'

/** A caller as the store of revocations knows them. */
export function revocationActor({ userId: by, apiKeyId, companyBound, companyId }: Caller, origin: Origin): RevocationActor {
  return { by, apiKeyId, origin, companyId: companyBound ? companyId : null }
}
