import { routes } from '@tessera/contract'
import { isFromOurPages } from '../../../security/fetch-site'
import { openStream } from '../../../session/viewer'

/**
 * What happens, as it happens: the API's stream, for the browser that is signed in here. It ends with the browser's connection, with the
 * access token and with the role; the browser then asks again, and the proxy has refreshed the token by then.
 */
export async function GET(request: Request): Promise<Response> {
  if (!isFromOurPages(request.headers)) return new Response(null, { status: 403 })
  const answer = await openStream(routes.stream, {}, 'text/event-stream', request.signal)
  if (!answer.ok) return new Response(null, { status: answer.trouble.kind === 'forbidden' ? 403 : 503 })
  return new Response(answer.body.body, {
    headers: {
      'content-type': 'text/event-stream',
      // `no-transform`: compressed by this server or a proxy, events would wait for one another.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
