/** What the proxy tells the page that it lets a request through to. */
export interface Passed {
  /** Path and query as asked for. */
  readonly path: string
  /** Why the session was dropped on the way, if it was. */
  readonly ended: string | null
  /** Whether a refresh was tried, and nobody answered. */
  readonly unanswered: boolean
}

const names = { path: 'x-tessera-path', ended: 'x-tessera-ended', unanswered: 'x-tessera-unanswered' } as const

/** Carries it in request headers. All of them are written every time, so that none can be sent from outside. */
export const passed = {
  write(headers: Headers, { path, ended, unanswered }: Passed): void {
    headers.set(names.path, path)
    headers.set(names.ended, ended ?? '')
    headers.set(names.unanswered, unanswered ? 'yes' : '')
  },
  read(headers: Pick<Headers, 'get'>): Passed {
    return {
      path: ownPath(headers.get(names.path)),
      ended: headers.get(names.ended) || null,
      unanswered: headers.get(names.unanswered) === 'yes',
    }
  },
}

/**
 * A path of this site with its query, whatever is given: nobody may be led to another site by a link to ours. For the `?next=` with which people come
 * to sign in.
 *
 * @returns `/` for everything else
 */
export function ownPath(given: unknown): string {
  const here = 'http://here.invalid'
  try {
    const url = new URL(typeof given === 'string' ? given : '/', here)
    // What begins with two slashes names another site, and dot segments can leave that behind.
    return url.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
  } catch {
    return '/'
  }
}
