import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Controller, type ExecutionContext, Get, Module, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import express from 'express'
import fastify from 'fastify'
import { afterAll, describe, expect, it } from 'vitest'
import type { AccessTokenClaims } from '../claims.js'
import { resourceServer } from '../resource-server/resource-server.js'
import { keyHolder, tokenIssuer } from '../testing/index.js'
import * as forExpress from './express.js'
import * as forFastify from './fastify.js'
import * as forFetch from './fetch.js'
import * as forNest from './nest.js'

const audience = 'https://api.example.com'
const issuing = await tokenIssuer({ audience, scope: 'orders:read' })
const server = resourceServer({ issuer: issuing.issuer, audience, keys: issuing.keys })
const lost = resourceServer({ issuer: issuing.issuer, audience, keys: () => Promise.reject(new Error('away')) })
const [read, write] = [{ scopes: ['orders:read'] }, { scopes: ['orders:write'] }]
/** What the log of each framework would say, request by request. */
const logged: (string | undefined)[] = []
const stops: (() => unknown)[] = []
afterAll(() => Promise.all(stops.map((stop) => stop())))

/** Each serves `/orders` to whoever may read them, behind two guards of one server, `/write` to nobody, and `/lost` without keys. */
const frameworks: Record<string, () => Promise<string>> = {
  async fastify() {
    const app = fastify()
    const { requireToken, claimsOf, refusalOf } = forFastify
    app.addHook('onResponse', async (request) => void logged.push(refusalOf(request)))
    app.get('/orders', { onRequest: requireToken(server, { scopes: [] }), preHandler: requireToken(server, read) }, claimsOf)
    app.get('/write', { onRequest: requireToken(server, write) }, () => 'written')
    app.get('/lost', { onRequest: requireToken(lost, read) }, () => 'lost')
    stops.push(() => app.close())
    return app.listen()
  },
  express() {
    const app = express()
    const { requireToken, claimsOf, refusalOf } = forExpress
    app.use((request, response, next) => {
      response.on('finish', () => logged.push(refusalOf(request)))
      next()
    })
    app.use('/orders', requireToken(server, { scopes: [] }))
    app.get('/orders', requireToken(server, read), (request, response) => void response.json(claimsOf(request)))
    app.get('/write', requireToken(server, write), (_, response) => void response.send('written'))
    app.get('/lost', requireToken(lost, read), (_, response) => void response.send('lost'))
    return listening(app)
  },
  async nest() {
    const { requireToken, Claims, refusalOf } = forNest
    class Orders {
      list(claims: AccessTokenClaims) {
        return claims
      }
      write() {
        return 'written'
      }
      lost() {
        return 'lost'
      }
    }
    // Decorators by hand: the test runner is told of none.
    const handler = (name: 'list' | 'write' | 'lost', ...decorators: MethodDecorator[]) => {
      for (const decorate of decorators) decorate(Orders.prototype, name, Object.getOwnPropertyDescriptor(Orders.prototype, name)!)
    }
    handler('list', Get('orders'), UseGuards(requireToken(server, { scopes: [] }), requireToken(server, read)))
    handler('write', Get('write'), UseGuards(requireToken(server, write)))
    handler('lost', Get('lost'), UseGuards(requireToken(lost, read)))
    Claims()(Orders.prototype, 'list', 0)
    Controller()(Orders)
    class App {}
    Module({ controllers: [Orders] })(App)
    const adapter = new FastifyAdapter()
    adapter.getInstance().addHook('onResponse', async (request) => void logged.push(refusalOf(request)))
    const app = await NestFactory.create(App, adapter, { logger: false })
    stops.push(() => app.close())
    await app.listen(0)
    return app.getUrl()
  },
  fetch() {
    const { requireToken, refusalOf } = forFetch
    const handlers: Record<string, (request: Request, place: string) => Promise<Response>> = {
      '/orders': requireToken(server, read, (_, claims, place: string) => Response.json(claims, { headers: { place } })),
      '/write': requireToken(server, write, () => new Response('written')),
      '/lost': requireToken(lost, read, () => new Response('lost')),
    }
    return listening((incoming, outgoing) => {
      const url = `http://${String(incoming.headers.host)}${String(incoming.url)}`
      const request = new Request(url, { headers: incoming.headers as Record<string, string> })
      void handlers[new URL(url).pathname]!(request, 'here').then(async (answer) => {
        logged.push(refusalOf(request))
        outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
      })
    })
  },
}

async function listening(listener: RequestListener): Promise<string> {
  const http: Server = createServer(listener)
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  stops.push(() => http.close())
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

describe.each(Object.keys(frameworks))('behind the entry for %s', async (name) => {
  const origin = (await frameworks[name]!()).replace('[::1]', 'localhost')
  const token = await issuing.sign()
  const get = (path: string, headers: Record<string, string> = {}) => fetch(origin + path, { headers })

  it('a handler knows whom it serves', async () => {
    const answer = await get('/orders?page=2', { authorization: `Bearer ${token}` })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ sub: issuing.claims().sub, scope: 'orders:read' })
  })

  it('nobody gets in without a token, and each is told how to', async () => {
    const answer = await get('/orders')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="https:\/\/api.example.com".*, DPoP realm=/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(await answer.json()).toMatchObject({ status: 401, title: 'Unauthorized' })
  })

  it('a token with too little scope is not enough', async () => {
    const answer = await get('/write', { authorization: `Bearer ${token}` })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="orders:write"')
    expect(await answer.json()).toMatchObject({ error: 'insufficient_scope' })
  })

  it('the log may say why a request was refused', async () => {
    logged.length = 0
    for (const path of ['/write', '/lost', '/orders']) await get(path, { authorization: `Bearer ${token}` })
    await expect.poll(() => logged).toEqual(['scope_missing', 'keys_unavailable', undefined])
  })

  it('what cannot be checked is answered 503', async () => {
    const answer = await get('/lost', { authorization: `Bearer ${token}` })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
  })

  it('a bound token needs a proof for this address, which is taken once, whatever the number of guards', async () => {
    const holder = await keyHolder()
    const bound = await issuing.sign({ cnf: { jkt: holder.thumbprint } })
    const dpop = await holder.prove({ method: 'GET', url: `${origin}/orders`, accessToken: bound })
    const proved = { authorization: `DPoP ${bound}`, dpop }
    expect((await get('/orders', proved)).status).toBe(200)
    expect((await get('/orders', proved)).status).toBe(401)
    expect((await get('/orders', { authorization: `DPoP ${bound}` })).status).toBe(401)
  })
})

describe('a guard of Nest', () => {
  it.each(['ws', 'rpc', 'graphql'])('lets nothing through that comes as %s, and says what to do', async (type) => {
    const guard = new (forNest.requireToken(server, read))()
    const context = { getType: () => type } as unknown as ExecutionContext
    await expect((async () => guard.canActivate(context))()).rejects.toThrow(`this is ${type}: ask server.check`)
  })
})

describe('the claims of a request', () => {
  it('are not had where nothing has checked it', () => {
    expect(() => forFastify.claimsOf({})).toThrow('requireToken')
  })
})
