import 'server-only'
import type { Route } from '@tessera/contract'
import { inWords, statusOf } from '../api/trouble'
import { isFromOurPages } from '../security/fetch-site'
import { openStream } from '../session/viewer'

/**
 * Answers with an export of the API, piece by piece and whatever its size, to whoever may have it. The search is that of the page's own
 * address, without the place in it; the API says what it makes of it.
 *
 * @param route one of the contract's routes that stream a file; its query has `format`
 */
export async function passExport(request: Request, route: Route): Promise<Response> {
  if (!isFromOurPages(request.headers, { typed: true })) {
    return sentence(403, 'This export was asked for by another site, so nothing was exported.')
  }
  const { after: _page, ...query } = Object.fromEntries(new URL(request.url).searchParams)
  const type = query['format'] === 'jsonl' ? 'application/jsonl' : 'text/csv'
  const answer = await openStream(route, query, type, request.signal)
  if (!answer.ok) {
    const { title, advice } = inWords(answer.trouble)
    return sentence(statusOf(answer.trouble), `${title}. Nothing was exported. ${advice} Your browser’s Back leads to the list.`)
  }
  const { headers, body } = answer.body
  return new Response(body, {
    headers: {
      'content-type': headers.get('content-type') ?? type,
      'content-disposition': headers.get('content-disposition') ?? 'attachment',
      // Compressed by this server, it would come in lumps.
      'cache-control': 'no-store, no-transform',
    },
  })
}

function sentence(status: number, words: string): Response {
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } })
}
