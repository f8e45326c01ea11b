import { nextPath, publicPages, withNext } from '../security/next-path'
import { isReading } from '../security/origin'
import type { Refresh } from './refresh'
import type { SignedOutReason } from './signed-out'
import { isDue, type Tokens } from './tokens'

/** A request as far as its session matters. */
export interface Arrival {
  readonly method: string
  /** Path and query, as asked for. */
  readonly path: string
  /** `sealed` that could not be opened counts as none, and is taken away. */
  readonly cookie: 'none' | 'unreadable' | Tokens
}

/** What the proxy does with it. `keep`: the new tokens, for the answer's cookie and for the request itself. */
export type Passage =
  | { readonly go: 'on'; readonly keep?: Tokens; readonly drop?: SignedOutReason | 'unreadable' }
  | { readonly go: 'to'; readonly path: string; readonly keep?: Tokens; readonly drop?: SignedOutReason | 'unreadable' }

/**
 * Decides how a request passes: on to its page, with tokens that live long enough to render it, or to the sign-in page.
 *
 * The tokens are dropped only when the API says that the session is over. When it does not answer, the request goes on with what it
 * has, and the page says so. This is convenience and not a guard: every page and every action asks for the session itself.
 */
export async function decidePassage({ method, path, cookie }: Arrival, refresh: Refresh, now: number): Promise<Passage> {
  const url = new URL(path, 'http://console.invalid')
  const reading = isReading(method)
  const toSignIn = (ended?: SignedOutReason): string => withNext('/sign-in', { ended, next: nextPath(wayBack(url)) })

  // A page that needs no session does not wait for one, and its own links must open for somebody who is signed in as well.
  if (publicPages.includes(url.pathname) || (url.pathname === '/sign-in' && typeof cookie === 'string'))
    return cookie === 'unreadable' ? { go: 'on', drop: 'unreadable' } : { go: 'on' }
  if (url.pathname === '/sign-in' && !(reading && url.searchParams.has('ended'))) return { go: 'on' }
  if (cookie === 'none') return reading ? { go: 'to', path: toSignIn() } : { go: 'on' }
  if (cookie === 'unreadable') return reading ? { go: 'to', path: toSignIn(), drop: 'unreadable' } : { go: 'on', drop: 'unreadable' }

  // Sent to sign in because a session is over. Another tab may have begun a new one since: only the session of this very cookie is asked about.
  const sentAway = url.pathname === '/sign-in'
  const insisted = sentAway || url.pathname === '/refresh'
  if (!insisted && !isDue(cookie, now)) return { go: 'on' }

  const refreshed = await refresh(cookie, insisted)
  switch (refreshed.outcome) {
    case 'refreshed':
      return insisted ? { go: 'to', path: nextPath(wayBack(url)), keep: refreshed.tokens } : { go: 'on', keep: refreshed.tokens }
    case 'over':
      // The answer to an old request must not take away a newer cookie: it is dropped where the browser comes next, with the one it has then.
      return reading && !sentAway ? { go: 'to', path: toSignIn(refreshed.reason) } : { go: 'on', drop: refreshed.reason }
    case 'unknown':
      return { go: 'on' }
  }
}

function wayBack(url: URL): string {
  return ['/refresh', '/sign-in'].includes(url.pathname) ? (url.searchParams.get('next') ?? '') : url.pathname + url.search
}
