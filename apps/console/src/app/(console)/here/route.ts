import { release } from '../../../release'
import { isFromOurPages } from '../../../security/fetch-site'
import { viewer } from '../../../session/viewer'

/** Whether a page that is open could be rendered again now: by the release that it came from (else 409), and with the API there (else 503). */
export async function GET(request: Request): Promise<Response> {
  if (!isFromOurPages(request.headers)) return new Response(null, { status: 403 })
  const isOurs = new URL(request.url).searchParams.get('release') === release
  const status = !isOurs ? 409 : (await viewer()).ok ? 204 : 503
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } })
}
