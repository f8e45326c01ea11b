'use server'
import { routes, type Overview } from '@tessera/contract'
import type { Answer } from '../../../api/answer'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Span } from './search-params'

/** The overview as it is now, for a page that is already open. */
export async function readOverview(span: Span): Promise<Answer<Overview>> {
  await checkOrigin()
  return askInAction(routes.overview, { query: { span } })
}
