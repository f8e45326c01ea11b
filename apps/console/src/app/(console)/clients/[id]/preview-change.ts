'use server'
import { PreviewClient, routes, type ClientPreview } from '@tessera/contract'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'

/** What these lifetimes, in seconds, would do to the sessions of a client. Null when nobody can say: the form can be saved all the same. */
export async function previewChange(
  id: string,
  idle_timeout: number | null,
  absolute_lifetime: number | null,
): Promise<ClientPreview | null> {
  await checkOrigin()
  const body = PreviewClient.safeParse({ idle_timeout, absolute_lifetime })
  if (!body.success) return null
  const answer = await askInAction(routes.previewClient, { params: { id }, body: body.data })
  return answer.ok ? answer.body : null
}
