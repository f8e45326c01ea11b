import { renderToString } from 'react-dom/server'
import { afterEach, expect, it, vi } from 'vitest'
import { startApi } from '../testing/api.js'

afterEach(() => vi.unstubAllGlobals())

it('the README’s first example runs', async () => {
  const api = await startApi()
  api.befall('/v1/me/sessions', { status: 200, body: '{"items":[],"next":null,"count":0,"count_capped":false}' })
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const { pathname, search } = new URL(address)
    return fetch(`${api.url}${pathname}${search}`, init)
  })
  const said: unknown[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => said.push(line))
  await import('../testing/readme/session.js')
  log.mockRestore()
  expect(said).toEqual([{ method: 'GET', body: '', token: 'access-1' }, '0 sessions', 'signed out: logout'])
  expect(api.ends()).toEqual(['logout'])
})

it('those for React, Next and a bound session do as well', async () => {
  const { App } = await import('../testing/readme/react.js')
  expect(renderToString(App())).toBe('<p>One moment</p>')
  const { tessera, proxy } = await import('../testing/readme/next.js')
  expect(proxy).toBe(tessera.proxy)
  const { session } = await import('../testing/readme/bound.js')
  expect(await session.current()).toBeNull()
})
