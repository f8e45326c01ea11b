'use server'
import { routes, type SessionRevocation } from '@tessera/contract'
import type { Answer } from '../../../../api/answer'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'

/** Stops a revocation: what has not ended yet is spared. Stopping one that is over changes nothing, so it may be tried again and again. */
export async function stopRevocation(id: string): Promise<Answer<SessionRevocation>> {
  await checkOrigin()
  return askInAction(routes.stopRevocation, { params: { id } })
}
