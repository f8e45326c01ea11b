/** A path with where to go on, and why a session ended, if it did. */
export function withQuery(path: string, { ended, next }: { readonly ended: string | null; readonly next: string }): string {
  return `${path}?${new URLSearchParams({ ...(ended !== null && { ended }), next })}`
}

export function goTo(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } })
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
