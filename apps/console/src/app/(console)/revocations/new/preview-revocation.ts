'use server'
import { routes, type PreviewRevocation, type RevocationPreview } from '@tessera/contract'
import type { Answer } from '../../../../api/answer'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'

/** What would end; nothing does. It is no write, but costs more than most: other sites may not ask for it. */
export async function previewRevocation(body: PreviewRevocation): Promise<Answer<RevocationPreview>> {
  await checkOrigin()
  return askInAction(routes.previewRevocation, { body })
}
