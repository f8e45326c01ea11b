import { NextResponse, type NextProxy } from 'next/server'
import { api } from './api/client'
import { contentSecurityPolicy } from './security/csp'
import { isOwnOrigin, isReading } from './security/origin'
import { isReadableForm } from './security/readable-form'
import { cookieName, cookieOf, noCookie } from './session/cookie'
import { fromProxy } from './session/from-proxy'
import { decidePassage } from './session/pass'
import { createRefresh } from './session/refresh'
import { unseal } from './session/seal'
import { settings, type Settings } from './settings'

const refresh = createRefresh(api, Date.now)

/**
 * Every request for a page or an action comes through here: it gets its nonce, and tokens that live long enough to answer it.
 * Writes from elsewhere end here already. Yet no door is guarded: see session/viewer.ts and session/write.ts.
 */
export const proxy: NextProxy = async (request) => {
  const own = settings()
  if (!isReading(request.method) && !isOwnOrigin(request.headers.get('origin'), own.consoleOrigin)) {
    return new NextResponse('This request did not come from the console’s own address, so nothing was done.', { status: 403 })
  }
  if (!(await isReadableForm(request))) return new NextResponse('This form cannot be read, so nothing was done.', { status: 400 })
  // Who awaits events or data cannot be led to a page: a cookie that is taken away there takes the reason with it.
  const awaitsNoPage = ['text/event-stream', 'application/json'].includes(request.headers.get('accept') ?? '')
  const now = Date.now()
  const path = request.nextUrl.pathname + request.nextUrl.search
  const sealed = request.cookies.get(cookieName(own))?.value
  const cookie = sealed === undefined ? 'none' : ((await unseal(sealed, own.secret, now)) ?? 'unreadable')
  const passage = await decidePassage(
    { method: request.method, path, cookie },
    (tokens, insisted) => refresh(tokens, insisted, request.headers),
    now,
  )
  const kept = passage.keep && (await cookieOf(passage.keep, own, now))

  const response =
    passage.go === 'on'
      ? goOn()
      : awaitsNoPage && passage.path.startsWith('/sign-in')
        ? refused()
        : NextResponse.redirect(new URL(passage.path, own.consoleOrigin))
  if (kept) response.cookies.set(kept)
  // With a cookie in it, an action’s answer brings the page anew: what is typed there would go with it.
  if (passage.drop && !request.headers.has('next-action')) response.cookies.set(noCookie(own))
  return response

  function refused(): NextResponse {
    return new NextResponse(null, { status: 401, headers: { 'cache-control': 'no-store' } })
  }

  function goOn(): NextResponse {
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
    const policy = contentSecurityPolicy(nonce, { overTls: own.overTls, development: process.env.NODE_ENV === 'development' })
    if (kept) request.cookies.set(kept)
    if (passage.drop) request.cookies.delete(cookieName(own))
    const headers = new Headers(request.headers)
    // Next reads the nonce for its own scripts out of the request's policy.
    headers.set('content-security-policy', policy)
    fromProxy.write(headers, { path, ended: passage.drop })
    const on = NextResponse.next({ request: { headers } })
    setPageHeaders(on.headers, policy, own)
    return on
  }
}

function setPageHeaders(headers: Headers, policy: string, { overTls }: Settings): void {
  headers.set('content-security-policy', policy)
  headers.set('cache-control', 'no-store')
  if (overTls) headers.set('strict-transport-security', 'max-age=31536000')
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|icon.svg).*)'],
}
