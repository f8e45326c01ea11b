import { routes, type SessionRevocation } from '@tessera/contract'
import type { Answer } from '../../../../../api/answer'
import { isFromOurPages } from '../../../../../security/fetch-site'
import { ask } from '../../../../../session/viewer'

/** How far a revocation has come. `now`: by this server's clock, in milliseconds, so that a countdown does not depend on the reader's. */
export interface Progress {
  readonly answer: Answer<SessionRevocation>
  readonly now: number
}

/** Data for a page that is open. No server action: those wait for one another, and a Stop must not wait behind a look. */
export async function GET(request: Request, { params }: RouteContext<'/revocations/[id]/progress'>): Promise<Response> {
  if (!isFromOurPages(request.headers)) return new Response(null, { status: 403 })
  const { id } = await params
  const progress: Progress = { answer: await ask(routes.readRevocation, { params: { id } }), now: Date.now() }
  return Response.json(progress, { headers: { 'cache-control': 'no-store' } })
}
