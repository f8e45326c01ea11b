'use server'
import { routes, type CreateRevocation, type RevocationPreview } from '@tessera/contract'
import { inWords, signInOf } from '../../../../api/trouble'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'

/** What became of it. `changed`: not as many match any more, and nothing was ended. `unknown`: it may have begun. */
export type Created =
  | { readonly outcome: 'created'; readonly id: string }
  | { readonly outcome: 'changed'; readonly preview: RevocationPreview }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'refused'; readonly sentence: string; readonly signIn: string | undefined }

/** Begins a revocation of many sessions: exactly those of the preview that was looked at, or none. */
export async function createRevocation(body: CreateRevocation): Promise<Created> {
  await checkOrigin()
  const answer = await askInAction(routes.createRevocation, { body })
  if (answer.ok) return { outcome: 'created', id: answer.body.id }

  const { trouble } = answer
  if (trouble.kind === 'unreachable') return { outcome: 'unknown' }
  if (trouble.kind === 'refused' && trouble.problem.code === 'count_changed') {
    const { ids, filter, everything, include_current } = body
    const preview = await askInAction(routes.previewRevocation, { body: { ids, filter, everything, include_current } })
    if (preview.ok) return { outcome: 'changed', preview: preview.body }
  }
  const { title, advice } = inWords(trouble)
  return { outcome: 'refused', sentence: `${title}. Nothing was ended. ${advice}`, signIn: signInOf(trouble) }
}
