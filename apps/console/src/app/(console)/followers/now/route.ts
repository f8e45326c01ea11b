import { routes, type Followers } from '@tessera/contract'
import type { Answer } from '../../../../api/answer'
import { isFromOurPages } from '../../../../security/fetch-site'
import { ask } from '../../../../session/viewer'

/** Data for a page that is open. No server action: those wait for one another. */
export async function GET(request: Request): Promise<Response> {
  if (!isFromOurPages(request.headers)) return new Response(null, { status: 403 })
  const answer: Answer<Followers> = await ask(routes.listFollowers)
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
}
