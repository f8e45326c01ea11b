import { routes } from '@tessera/contract'
import { type NextFetchEvent, NextRequest, NextResponse } from 'next/server.js'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { adasAccount, problemMishap, startApi } from '../../testing/api.js'
import { clock } from '../../testing/clock.js'
import { credentials, faultOf, refreshPath } from '../../testing/logged-in.js'
import { ProblemError, UnreachableError } from '../faults.js'
import { createNextSession } from './create-next-session.js'

/** The request that Next is answering: its headers, its cookies, and whether they may be set. */
const now = vi.hoisted(() => ({ cookies: new Map<string, string>(), headers: new Headers(), rendering: false }))

vi.mock('next/headers.js', () => {
  const change = (step: () => void) => {
    if (now.rendering) throw new Error('Cookies can only be modified in a Server Action or Route Handler')
    step()
  }
  const jar = {
    get: (name: string) => (now.cookies.has(name) ? { name, value: now.cookies.get(name) } : undefined),
    set: (name: string, value: string, { maxAge }: { maxAge: number }) =>
      change(() => void (maxAge > 0 ? now.cookies.set(name, value) : now.cookies.delete(name))),
    delete: (name: string) => change(() => void now.cookies.delete(name)),
  }
  return { cookies: async () => jar, headers: async () => now.headers }
})

beforeEach(() => {
  now.cookies.clear()
  now.headers = new Headers()
  now.rendering = false
})

/** Ada, signed in by an action of a Next app. Her access token lives for 900 s, and is due for the last 60 of them. */
async function app() {
  const api = await startApi()
  const time = clock()
  const tessera = createNextSession({ baseUrl: api.url, now: time.now })
  await (await tessera.session()).logIn(credentials)

  /** The browser asks for a page: through the proxy, to what is rendered then. */
  const visit = async (path: string) => {
    const header = [...now.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = new NextRequest(`https://app.example${path}`, { headers: { cookie: header, 'user-agent': 'Lynx' } })
    const seen: Headers[] = []
    const answer = await tessera.proxy(request, (headers) => {
      seen.push(headers)
      return NextResponse.next({ request: { headers } })
    })
    return { request, answer, headers: seen[0]! }
  }
  /** The same, with the cookies kept and the page being rendered afterwards. */
  const render = async (path: string) => {
    const { request, headers } = await visit(path)
    now.cookies = new Map(request.cookies.getAll().map(({ name, value }) => [name, value]))
    now.headers = headers
    now.rendering = true
    return tessera.session()
  }
  return { api, time, tessera, visit, render, resource: `${api.url}/resource` }
}

/** Where `redirect` sends. */
async function redirectOf(promise: Promise<unknown>): Promise<string | undefined> {
  const { digest } = (await faultOf(promise)) as { digest?: string }
  return digest?.split(';')[2]
}

/** Where an answer leads a browser that came to an address of this site. */
function ledTo(answer: Response, from = 'https://app.example/session/refresh'): string {
  const to = new URL(answer.headers.get('location') ?? '', from)
  return to.origin === new URL(from).origin ? to.href.slice(to.origin.length) : to.href
}

describe('an action', () => {
  it('signs in, and what is rendered next knows who it is', async () => {
    const { render } = await app()
    const session = await render('/orders')
    expect((await session.current())?.user.email).toBe('ada@example.com')
    await expect(session.call(routes.me)).resolves.toEqual(adasAccount)
  })

  it('refreshes where it must, since it can keep the tokens', async () => {
    const { api, time, tessera, resource } = await app()
    time.advance(900)
    const session = await tessera.session()
    expect((await session.fetch(resource)).status).toBe(200)
    expect(await (await tessera.session()).accessToken()).toBe('access-2')
    expect(api.presented()).toHaveLength(1)
  })

  it('signs out', async () => {
    const { api, tessera } = await app()
    await (await tessera.session()).logOut()
    expect(now.cookies.size).toBe(0)
    expect(api.ends()).toEqual(['logout'])
  })
})

describe('the proxy', () => {
  it('leaves a request alone while its access token lives', async () => {
    const { api, visit } = await app()
    const { answer } = await visit('/orders')
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('cache-control')).toBeNull()
    expect(api.presented()).toEqual([])
  })

  it('refreshes before anything is rendered, for the page and for the browser', async () => {
    const { api, time, visit } = await app()
    time.advance(850)
    const { request, answer } = await visit('/orders')
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-tessera=1\..*HttpOnly/)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(cookie).toContain(request.cookies.get('__Host-tessera')?.value)
    expect(api.presented()).toHaveLength(1)
    expect(api.sentTo(refreshPath)[0]?.headers['user-agent']).toBe('Lynx')
  })

  it('refreshes once for all that a browser asks for at the same time', async () => {
    const { api, time, visit } = await app()
    time.advance(900)
    const release = api.hold(refreshPath)
    const all = Promise.all(['/a', '/b', '/c', '/d'].map(visit))
    await vi.waitFor(() => expect(api.presented()).toHaveLength(1))
    release()
    const values = (await all).map(({ request }) => request.cookies.get('__Host-tessera')?.value)
    expect(new Set(values).size).toBe(1)
    expect(api.presented()).toHaveLength(1)
  })

  it('keeps the session when nobody answers, and the page says so', async () => {
    const { api, time, visit, render, resource } = await app()
    time.advance(900)
    api.befall(refreshPath, 'connection broken', 'connection broken')
    const { answer } = await visit('/orders')
    expect(answer.headers.getSetCookie()).toEqual([])
    const session = await render('/orders')
    expect((await session.current())?.user.email).toBe('ada@example.com')
    expect(await faultOf(session.fetch(resource))).toBeInstanceOf(UnreachableError)
    expect(await faultOf(session.call(routes.me))).toBeInstanceOf(UnreachableError)
  })

  it('takes the cookie away when the session is over, and whoever asks for a page is told why', async () => {
    const { api, time, tessera, visit, render } = await app()
    api.endAll('revoked_by_admin')
    time.advance(900)
    expect((await visit('/orders')).answer.headers.getSetCookie()[0]).toMatch(/^__Host-tessera=;.*Max-Age=0/)
    await render('/orders?page=2')
    expect(await redirectOf(tessera.signedIn())).toBe('/sign-in?ended=revoked_by_admin&next=%2Forders%3Fpage%3D2')
  })

  it('may be the proxy as it is: what Next gives it beside the request does not matter', async () => {
    const { tessera } = await app()
    const { proxy } = tessera
    const answer = await proxy(new NextRequest('https://app.example/orders'), { waitUntil: () => {} } as unknown as NextFetchEvent)
    expect(answer.headers.get('x-middleware-request-x-tessera-path')).toBe('/orders')
  })

  it('writes its own headers, so that none comes from outside', async () => {
    const { tessera } = await app()
    const headers = { 'x-tessera-path': '//evil.example', 'x-tessera-ended': 'expired', 'x-tessera-unanswered': 'yes' }
    let on = new Headers()
    await tessera.proxy(new NextRequest('https://app.example/orders', { headers }), (given) => {
      on = given
      return NextResponse.next()
    })
    expect(['path', 'ended', 'unanswered'].map((name) => on.get(`x-tessera-${name}`))).toEqual(['/orders', '', ''])
  })
})

describe('a page that is being rendered', () => {
  it('never refreshes: its successor would be lost', async () => {
    const { api, time, render, resource } = await app()
    const session = await render('/orders')
    time.advance(850)
    expect(await (await session.fetch(resource)).json()).toMatchObject({ token: 'access-1' })
    expect(api.presented()).toEqual([])
  })

  it('sends the browser to refresh when its access token is spent, and back', async () => {
    const { api, time, tessera, render, resource } = await app()
    const session = await render('/orders?page=2')
    time.advance(900)
    const there = '/session/refresh?next=%2Forders%3Fpage%3D2'
    for (const needing of [session.fetch(resource), session.call(routes.me), session.accessToken()]) {
      expect(await redirectOf(needing)).toBe(there)
    }
    expect(api.presented()).toEqual([])
    now.rendering = false
    const back = await tessera.GET(new Request(`https://app.example${there}`))
    expect([back.status, ledTo(back)]).toEqual([303, '/orders?page=2'])
    expect(await (await (await render('/orders')).fetch(resource)).json()).toMatchObject({ token: 'access-2' })
    expect(api.presented()).toHaveLength(1)
  })

  it('sends it there when its access token is refused as well, but not twice in a row', async () => {
    const { api, time, tessera, render, resource } = await app()
    time.advance(60)
    api.refuseAccessTokens()
    expect(await redirectOf((await render('/orders')).fetch(resource))).toBe('/session/refresh?next=%2Forders')
    now.rendering = false
    await tessera.GET(new Request('https://app.example/session/refresh?next=/orders'))
    api.refuseAccessTokens()
    const again = await render('/orders')
    expect((await again.fetch(resource)).status).toBe(401)
    expect(await faultOf(again.call(routes.me))).toBeInstanceOf(ProblemError)
    expect(api.presented()).toHaveLength(1)
  })

  it.each([2, 3_600])('uses what a process received whose clock is %d s ahead, and goes nowhere in circles', async (seconds) => {
    const { api, time, render, resource } = await app()
    const session = await render('/orders')
    time.advance(-seconds)
    expect((await session.fetch(resource)).status).toBe(200)
    expect(await session.accessToken()).toBe('access-1')
    expect(api.presented()).toEqual([])
  })

  it('is not sent in circles where such tokens are refused', async () => {
    const { api, time, render, resource } = await app()
    api.refuseAccessTokens()
    const session = await render('/orders')
    time.advance(-2)
    expect((await session.fetch(resource)).status).toBe(401)
  })

  it('is sent to refresh what is refused where the clock was set back', async () => {
    const { api, time, render, resource } = await app()
    api.refuseAccessTokens()
    const session = await render('/orders')
    time.advance(-3_600)
    expect(await redirectOf(session.fetch(resource))).toBe('/session/refresh?next=%2Forders')
  })

  it('lets nobody in who is not signed in', async () => {
    const { tessera, render } = await app()
    now.cookies.clear()
    await render('/orders')
    expect(await redirectOf(tessera.signedIn())).toBe('/sign-in?next=%2Forders')
  })
})

describe('where the browser is sent to refresh', () => {
  const come = (next: string) => new Request(`https://app.example/session/refresh?next=${encodeURIComponent(next)}`)

  it('is told that the session is over, and signs in', async () => {
    const { api, tessera } = await app()
    api.endAll('password_changed')
    const answer = await tessera.GET(come('/orders'))
    expect(ledTo(answer)).toBe('/sign-in?ended=password_changed&next=%2Forders')
    expect(now.cookies.size).toBe(0)
    expect(ledTo(await tessera.GET(come('/orders')))).toBe('/sign-in?next=%2Forders')
  })

  it.each(['', '/'])('is led on below the basePath, which Next shows to no route handler: with %j at the end', async (slash) => {
    const { tessera } = await app()
    const from = `https://app.example/base/session/refresh${slash}?next=/orders`
    const shown = new Request(from.replace('/base', ''))
    expect(ledTo(await tessera.GET(shown), from)).toBe('/base/orders')
    now.cookies.clear()
    expect(ledTo(await tessera.GET(shown), from)).toBe('/base/sign-in?next=%2Forders')
  })

  it('may sign in on another site', async () => {
    const { api } = await app()
    now.cookies.clear()
    const elsewhere = createNextSession({ baseUrl: api.url, signInPath: 'https://accounts.example/sign-in' })
    expect(ledTo(await elsewhere.GET(come('/orders')))).toBe('https://accounts.example/sign-in?next=%2Forders')
  })

  it.each(['connection broken', problemMishap('unavailable')] as const)('stays signed in when nobody answers: %j', async (mishap) => {
    const { api, tessera } = await app()
    api.befall(refreshPath, mishap)
    const answer = await tessera.GET(come('/orders'))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await answer.text()).toContain('You are still signed in')
    expect(ledTo(await tessera.GET(come('/orders')))).toBe('/orders')
  })

  it.each([
    '//evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'https://evil.example/x',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
  ])('leads to no other site: %s', async (next) => {
    const { tessera } = await app()
    expect(ledTo(await tessera.GET(come(next)))).toBe('/')
  })
})
