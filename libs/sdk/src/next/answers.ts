/** A path with where to go on, and why a session ended, if it did. */
export function withQuery(path: string, { ended, next }: { readonly ended: string | null; readonly next: string }): string {
  return `${path}?${new URLSearchParams({ ...(ended !== null && { ended }), next })}`
}

/**
 * Leads on from the address that was asked for, step by step. Under a `basePath` Next takes it off before a route handler sees the address,
 * and puts it before none that the handler answers: only the browser knows it.
 */
export function goTo(path: string, from: Request): Response {
  const up = '../'.repeat(new URL(from.url).pathname.split('/').length - 2)
  const location = path.startsWith('/') ? `./${up}${path.slice(1)}` : path
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
}

/** For a person who waits: nobody knows whether the session goes on, so it does. The link is this same address. */
export function notNow(): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' }
  return new Response(page, { status: 503, headers })
}

const page = `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>One moment</title>
<h1>One moment</h1>
<p>The sign-in service does not answer right now. You are still signed in.</p>
<p><a href="">Try again</a></p>
</html>
`
