/** What the proxy tells the page that it lets a request through to. */
export interface FromProxy {
  /** Path and query as asked for, percent-encoded as URLs have them. */
  readonly path: string
  /** Why the session was dropped on the way, if it was. */
  readonly ended?: string | undefined
}

const names = { path: 'x-console-path', ended: 'x-console-ended' } as const

/** Carries it in request headers. All of them are written every time, so that none can be sent from outside. */
export const fromProxy = {
  write(headers: Headers, { path, ended = '' }: FromProxy): void {
    headers.set(names.path, path)
    headers.set(names.ended, ended)
  },
  read(headers: Pick<Headers, 'get'>): FromProxy {
    return {
      path: headers.get(names.path) ?? '',
      ended: headers.get(names.ended) || undefined,
    }
  },
}
