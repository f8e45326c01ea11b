'use server'
import { routes, type Overview } from '@tessera/contract'
import type { Answer } from '../../../api/answer'
import { ask } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Span } from './search-params'

/** The overview as it is now, for a page that is already open. */
export async function readOverview(span: Span): Promise<Answer<Overview>> {
  await checkOrigin()
  return ask(routes.overview, { query: { span } })
}
