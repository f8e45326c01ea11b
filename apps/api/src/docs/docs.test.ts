import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { Module } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { problems, routes } from '@tessera/contract'
import { readDialects, routesOf } from '@tessera/dialects'
import { Validator } from '@seriousme/openapi-schema-validator'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Configuration } from '../configuration.js'
import { Dpop } from '../dpop/dpop.js'
import { ApiKeyDirectory, CallerDirectory } from '../http/caller.js'
import { accessTokenVerification, createServer, serverDeadlines } from '../http/server.js'
import { testConfiguration } from '../testing/configuration.js'
import { callsOf } from './call.js'
import { DocsController } from './docs.controller.js'
import type { Document } from './document.js'
import { html, prose } from './html.js'

const { dialects = [] } = readDialects({ XERIAL_PREFIXES: '/api/v2' })
const configuration = testConfiguration({ dialects })

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
let document: Document

beforeAll(async () => {
  app = await createServer(DocsModule, configuration, pino({ level: 'silent' }))
  await app.listen(0, '127.0.0.1')
  const base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
  const response = await fetch(`${base}/docs`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  page = await response.text()
  policy = response.headers.get('content-security-policy') ?? ''
  document = (await (await fetch(`${base}/openapi.json`)).json()) as Document
})
afterAll(() => app.close())

describe('the OpenAPI document', () => {
  it('has every route of the contract, OAuth, and every address of the wire formats that are on', () => {
    const addresses = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const ofDialects = dialects.flatMap(routesOf).flatMap(({ paths }) => paths)
    expect(addresses.sort()).toEqual(
      [
        ...Object.values(routes).map(({ method, path }) => `${method} ${path}`),
        ...['/oauth/token', '/oauth/revoke', '/oauth/introspect', ...ofDialects].map((path) => `POST ${path}`),
        'GET /.well-known/oauth-authorization-server',
      ].sort(),
    )
  })

  it('is valid OpenAPI 3.1, with every operation under a name of its own', async () => {
    expect(await new Validator().validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)).toEqual({ valid: true })
    const names = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
    expect(new Set(names).size).toBe(names.length)
  })

  it('leaves out the wire formats that are off', () => {
    const own = new DocsController(testConfiguration({ dialects: [] }))
    let sent = ''
    own.openApi({ type: () => ({ send: (text: string) => (sent = text) }) } as never)
    expect(Object.keys((JSON.parse(sent) as Document).paths)).not.toContain('/auth/login')
  })
})

describe('the page', () => {
  it('has every call, with a line to paste into a shell', () => {
    const calls = callsOf(document)
    for (const { operation } of calls) expect(page).toContain(`id="${operation.operationId}"`)
    expect(page.match(/<pre tabindex="0"><code>curl /g)).toHaveLength(calls.length)
    expect(page).toContain('curl -X POST &#34;https://auth.example.com/v1/sessions/refresh&#34;')
  })

  it('has an endpoint once, with all its addresses', () => {
    const refresh = articleOf('xerialRefresh')
    for (const prefix of ['', '/v1', '/api/v2']) expect(refresh).toContain(`<code>${prefix}/auth/refresh-tokens</code>`)
    expect(page).not.toContain('id="xerialRefresh2"')
  })

  it('lists each wire format in a group of its own, with what it answers', () => {
    expect(page).toContain('<h2 id="group-oauth-2">OAuth 2</h2>')
    for (const { title } of dialects) expect(page).toContain(`>${title} format</h2>`)
    expect(articleOf('freddyRefresh')).toContain('{ &#34;detail&#34;: &#34;Refresh token has expired&#34; }')
    expect(articleOf('freddyRefresh')).toContain('&#34;device_id&#34;: &#34;device-123&#34;')
  })

  it('says where the inputs travel', () => {
    expect(articleOf('genlogsRefresh')).toContain('<h4>In the query</h4>')
    expect(articleOf('readSession')).toContain('<h4>In the path</h4>')
    expect(articleOf('freddyRefresh')).toContain('<h4>Body</h4>')
    expect(articleOf('xerialRefresh')).toContain('<h4>Body: JSON or a form</h4>')
    expect(articleOf('oauthToken')).toContain('<h4>Body: a form</h4>')
    expect(articleOf('talkstackRefresh')).not.toContain('optional')
  })

  it('says what a caller has to show', () => {
    const said = (name: string) =>
      /<p class="quiet">((?:Open|Needs|Takes)[\s\S]*?)<\/p>/.exec(articleOf(name))?.[1]?.replace(/<[^>]+>/g, '')
    expect(said('logOut')).toBe('Open to anyone.')
    expect(said('logIn')).toBe('Open to anyone. Takes a proof of possession.')
    expect(said('me')).toBe('Needs an access token.')
    expect(said('listSessions')).toBe('Needs an access token, or an API key with the scope sessions:read.')
    expect(said('oauthToken')).toBe('Takes HTTP Basic of a client, and a proof of possession.')
    expect(said('genlogsRefresh')).toBe('Needs an API key with the scope tokens. Takes a proof of possession.')
  })

  it('explains every problem at the anchor that problems point to', () => {
    for (const code of Object.keys(problems)) expect(page).toContain(`id="problem-${code}"`)
  })

  it('has a target for every link', () => {
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${target}"`)
  })

  it('loads and runs nothing, and its one style is the one that its policy allows', () => {
    expect(page).not.toMatch(/<script|<link(?! rel="icon" href="data:,")|<img|\son\w+=|https?:\/\/(?!auth\.example\.com)/)
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? []
    expect(policy).toContain(
      `style-src 'sha256-${createHash('sha256')
        .update(style ?? '')
        .digest('base64')}'`,
    )
    expect(policy).toContain("default-src 'none'")
  })

  it('says how long a request may take to arrive', () => {
    const { request, answer } = serverDeadlines
    expect(articleOf('problem-request_timeout')).toContain(`within ${request / 1000} s, or its body within ${answer / 1000} s`)
  })

  it('has an empty icon that its policy allows: a browser asks for /favicon.ico otherwise, and says that the policy stopped it', () => {
    expect(page).toContain('<link rel="icon" href="data:," />')
    expect(policy).toContain('img-src data:;')
  })
})

function articleOf(name: string): string {
  return new RegExp(`<article id="${name}">[\\s\\S]*?</article>`).exec(page)?.[0] ?? ''
}

describe('markup', () => {
  it('escapes what is put into it, once', () => {
    const inner = html`<b>${'<&"\'>'}</b>`
    expect(html`<p>${inner}${[1, 'x']}${false}</p>`.text).toBe('<p><b>&#60;&#38;&#34;&#39;&#62;</b>1x</p>')
    expect(prose('send `<a>`').text).toBe('send <code>&#60;a&#62;</code>')
  })
})
