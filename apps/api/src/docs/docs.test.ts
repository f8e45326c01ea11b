import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { Module } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { problems, routes } from '@tessera/contract'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Configuration } from '../configuration.js'
import { Dpop } from '../dpop/dpop.js'
import { ApiKeyDirectory, CallerDirectory } from '../http/caller.js'
import { accessTokenVerification, createServer } from '../http/server.js'
import { testConfiguration } from '../testing/configuration.js'
import { DocsController } from './docs.controller.js'
import { html, prose } from './html.js'

const configuration = testConfiguration()

@Module({
  controllers: [DocsController],
  providers: [
    { provide: Configuration, useValue: configuration },
    { provide: CallerDirectory, useValue: {} },
    { provide: ApiKeyDirectory, useValue: {} },
    { provide: accessTokenVerification, useValue: () => undefined },
    { provide: Dpop, useValue: {} },
  ],
})
class DocsModule {}

let app: NestFastifyApplication
let page: string
let policy: string
let document: { paths: Record<string, Record<string, { operationId: string }>> }

beforeAll(async () => {
  app = await createServer(DocsModule, configuration, pino({ level: 'silent' }))
  await app.listen(0, '127.0.0.1')
  const base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
  const response = await fetch(`${base}/docs`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  page = await response.text()
  policy = response.headers.get('content-security-policy') ?? ''
  document = (await (await fetch(`${base}/openapi.json`)).json()) as typeof document
})
afterAll(() => app.close())

describe('the OpenAPI document', () => {
  it('has every route of the contract', () => {
    const printed = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
    expect(printed.sort()).toEqual(Object.keys(routes).sort())
  })
})

describe('the page', () => {
  it('has every call, with a line to paste into a shell', () => {
    for (const name of Object.keys(routes)) expect(page).toContain(`id="${name}"`)
    expect(page.match(/<pre tabindex="0"><code>curl /g)).toHaveLength(Object.keys(routes).length)
    expect(page).toContain('curl -X POST &#34;https://auth.example.com/v1/sessions/refresh&#34;')
  })

  it('explains every problem at the anchor that problems point to', () => {
    for (const code of Object.keys(problems)) expect(page).toContain(`id="problem-${code}"`)
  })

  it('has a target for every link', () => {
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${target}"`)
  })

  it('loads and runs nothing, and its one style is the one that its policy allows', () => {
    expect(page).not.toMatch(/<script|<link|<img|\son\w+=|https?:\/\/(?!auth\.example\.com)/)
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? []
    expect(policy).toContain(
      `style-src 'sha256-${createHash('sha256')
        .update(style ?? '')
        .digest('base64')}'`,
    )
    expect(policy).toContain("default-src 'none'")
  })
})

describe('markup', () => {
  it('escapes what is put into it, once', () => {
    const inner = html`<b>${'<&"\'>'}</b>`
    expect(html`<p>${inner}${[1, 'x']}${false}</p>`.text).toBe('<p><b>&#60;&#38;&#34;&#39;&#62;</b>1x</p>')
    expect(prose('send `<a>`').text).toBe('send <code>&#60;a&#62;</code>')
  })
})
