import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from '@playwright/test'
import type * as Sdk from '@tessera/sdk'
import { asModule, commonJs } from './common-js.js'

declare global {
  interface Window {
    readonly sdk: typeof Sdk
    session: Sdk.TesseraSession
    /** What the session told in this tab, oldest first. */
    heard: string[]
    result: Promise<string | null>
    /** Shows who is signed in, by React, where a server that did not look had rendered that it is loading. Again: as when it has rendered anew. */
    readonly show: (initial?: Sdk.CurrentSession | null) => Promise<void>
    /** What React had to complain of. */
    readonly complaints: string[]
  }
}

/** What a page may import, as a bundler would find it; here the browser does. */
const modules: Readonly<Record<string, string>> = { sdk: 'libs/sdk/dist', contract: 'libs/contract/dist', zod: 'node_modules/zod' }
const root = fileURLToPath(new URL('../../../', import.meta.url))

const imports = {
  '@tessera/sdk': '/sdk/index.js',
  '@tessera/sdk/react': '/sdk/react/index.js',
  '@tessera/contract': '/contract/index.js',
  zod: '/zod/index.js',
  ...Object.fromEntries(Object.keys(commonJs).map((name) => [name, `/common-js/${name}`])),
}

const page = `<!doctype html>
<title>A team’s page</title>
<script type="importmap">
  ${JSON.stringify({ imports })}
</script>
<script type="module">
  import * as sdk from '@tessera/sdk'
  window.sdk = sdk
  window.complaints = []
  const begin = async (initial) => {
    const [{ createElement }, { hydrateRoot }, { SessionProvider, useSession }] = await Promise.all([
      import('react'),
      import('react-dom/client'),
      import('@tessera/sdk/react'),
    ])
    const Who = () => {
      const { status, current, reason } = useSession()
      return createElement('p', { id: 'who' }, [status, current?.user.email, reason].filter(Boolean).join(' '))
    }
    const page = (initial) => createElement(SessionProvider, { session: window.session, initial }, createElement(Who))
    document.body.innerHTML = '<main><p id="who">loading</p></main>'
    const root = hydrateRoot(document.querySelector('main'), page(initial), {
      onRecoverableError: (fault) => window.complaints.push(String(fault)),
    })
    return (initial) => root.render(page(initial))
  }
  let again
  window.show = async (initial) => {
    if (again) again(initial)
    else again = await begin(initial)
  }
</script>
`

/** A team's site: a page that has the SDK, as it was built, under `window.sdk`. */
export async function startSite() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const [, from = '', path] = /^\/(\w+)\/([\w./-]+\.js)$/.exec(pathname) ?? []
    const headers = { 'content-type': 'text/javascript', 'cache-control': 'max-age=600' }
    const name = pathname.replace('/common-js/', '')
    if (name in commonJs) return void response.writeHead(200, headers).end(await asModule(name))
    const folder = modules[from]
    if (folder === undefined) return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    response.writeHead(200, headers).end(await readFile(`${root}${folder}/${path}`))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    // A browser has locks and keys only where it trusts the way: on localhost it does.
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    stop: () => new Promise<void>((stopped) => (server.close(() => stopped()), server.closeAllConnections())),
  }
}

export interface TabOptions {
  readonly timeout?: number
  readonly bound?: boolean
}

/**
 * Opens a tab with a session of its own over the one localStorage. All tabs have one clock, which is ahead of this machine's by what
 * {@link advance} said.
 */
export async function openTab(context: BrowserContext, url: string, baseUrl: string, options: TabOptions = {}): Promise<Page> {
  const tab = await context.newPage()
  await tab.goto(url)
  await begin(tab, baseUrl, options)
  return tab
}

/** Makes the session of a page that was just loaded. */
export async function begin(tab: Page, baseUrl: string, options: TabOptions = {}): Promise<void> {
  await tab.waitForFunction(() => 'sdk' in window)
  await tab.evaluate(
    ({ baseUrl, timeout, bound }) => {
      const { createSession, dpop, indexedDbKeys, localStorageStore } = window.sdk
      window.session = createSession({
        baseUrl,
        ...(timeout !== undefined && { timeout }),
        ...(bound && { dpop: dpop(indexedDbKeys()) }),
        store: localStorageStore(),
        now: () => Date.now() + Number(localStorage.getItem('ahead')),
      })
      window.heard = []
      window.session.on('signed-in', ({ user }) => window.heard.push(`signed in: ${user.email}`))
      window.session.on('refreshed', () => window.heard.push('refreshed'))
      window.session.on('signed-out', ({ reason }) => window.heard.push(`signed out: ${reason}`))
    },
    { baseUrl, ...options },
  )
}

/** So much later, for every tab. The others that are named know it when this is done: tabs of other processes hear of it a moment later. */
export async function advance(tab: Page, seconds: number, ...others: readonly Page[]): Promise<void> {
  const ahead = await tab.evaluate((more) => {
    localStorage.setItem('ahead', String(Number(localStorage.getItem('ahead')) + more * 1000))
    return localStorage.getItem('ahead')
  }, seconds)
  for (const other of others) await other.waitForFunction((then) => localStorage.getItem('ahead') === then, ahead)
}

/** An access token, or the name of the fault. */
export function accessToken(tab: Page): Promise<string | null> {
  return tab.evaluate(() => window.session.accessToken().catch((fault: Error) => fault.name))
}

export function heard(tab: Page): Promise<string[]> {
  return tab.evaluate(() => window.heard.splice(0))
}
