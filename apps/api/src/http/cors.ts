import fastifyCors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import type { Configuration } from '../configuration.js'
import type { Headers } from './problem-answer.js'

type Origins = Configuration['corsOrigins']

const exposedHeaders = [
  'retry-after',
  'www-authenticate',
  'dpop-nonce',
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
]

/** Lets pages on other origins call. No cookie is used anywhere, so any may; a browser never sends credentials that a page did not give it. */
export async function allowOrigins(server: FastifyInstance, origins: Origins): Promise<void> {
  await server.register(fastifyCors, {
    origin: origins === 'any' ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'dpop', 'x-api-key', 'last-event-id'],
    exposedHeaders,
    maxAge: 7200,
    // It says how long its empty answer is, which a 204 may not (RFC 9110 §8.6).
    optionsSuccessStatus: 200,
    strictPreflight: false,
  })
}

/**
 * The same, for answers that are given before the plugin is asked; without these a page elsewhere would see a network error and not the
 * problem.
 *
 * @param origin the request's; when nobody could read it, only the rule for any origin helps
 */
export function corsHeaders(origins: Origins, origin: string | undefined): Headers {
  const exposed = { 'access-control-expose-headers': exposedHeaders.join(', ') }
  if (origins === 'any') return { 'access-control-allow-origin': '*', ...exposed }
  const allowed = origin !== undefined && origins.includes(origin)
  return { vary: 'Origin', ...(allowed && { 'access-control-allow-origin': origin, ...exposed }) }
}
