import { routes, type ListSessions } from '@tessera/contract'
import { statusOf } from '../../../../api/trouble'
import { isFromOurPages } from '../../../../security/fetch-site'
import { ask } from '../../../../session/viewer'

/** The sessions of a search as data, for a list that is open: what became of its rows, and what is new. The API reads the query. */
export async function GET(request: Request): Promise<Response> {
  if (!isFromOurPages(request.headers)) return new Response(null, { status: 403 })
  const query = Object.fromEntries(new URL(request.url).searchParams) as ListSessions
  const answer = await ask(routes.listSessions, { query })
  if (!answer.ok) return new Response(null, { status: statusOf(answer.trouble) })
  return Response.json(answer.body, { headers: { 'cache-control': 'no-store' } })
}
