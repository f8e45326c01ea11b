import type { FastifyReply, FastifyRequest } from 'fastify'
import { expect, it } from 'vitest'
import { testConfiguration } from '../testing/configuration.js'
import { MetricsController } from './metrics.controller.js'

const text = { contentType: 'text/plain; version=0.0.4; charset=utf-8', read: () => Promise.resolve('counted') } as const
const token = 'a token of the operator'.replaceAll(' ', '-')

/** What a call gets: the metrics, or the status of the problem. */
async function answerTo(settings: object, call: { from?: string; headers?: Record<string, string> } = {}): Promise<unknown> {
  const request = { headers: call.headers ?? {}, raw: { socket: { remoteAddress: call.from ?? '127.0.0.1' } } }
  let sent: unknown
  const reply = { type: () => reply, send: (body: unknown) => void (sent = body) }
  try {
    const controller = new MetricsController(testConfiguration(settings), text)
    await controller.metrics(request as unknown as FastifyRequest, reply as unknown as FastifyReply)
    return sent
  } catch (problem) {
    return (problem as { status: number }).status
  }
}

it('without METRICS_TOKEN is there in development, for the machine itself', async () => {
  expect(await answerTo({})).toBe('counted')
  expect(await answerTo({}, { from: '192.0.2.7' })).toBe(404)
  expect(await answerTo({ environment: 'production' })).toBe(404)
})

it('without METRICS_TOKEN is for nobody whose call was passed on by a proxy of this machine', async () => {
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
    expect(await answerTo({}, { headers: { [header]: '127.0.0.1' } })).toBe(404)
  }
})

it('with METRICS_TOKEN is for whoever sends it, from anywhere, and for nobody else', async () => {
  const settings = { metricsToken: token, environment: 'production' }
  expect(await answerTo(settings, { from: '192.0.2.7', headers: { authorization: `Bearer ${token}` } })).toBe('counted')
  for (const authorization of ['', token, `Bearer ${token}s`, `Bearer ${token.slice(1)}`, 'Bearer ', `Basic ${token}`]) {
    expect(await answerTo(settings, { headers: { authorization } })).toBe(401)
  }
  expect(await answerTo(settings)).toBe(401)
})
