import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'
import type { Configuration } from '../configuration.js'
import type { Headers } from './problem-answer.js'

/**
 * The headers that every answer has. A handler may say otherwise about caching: only JWKS and discovery do.
 *
 * They are the same for all, so helmet is asked for its own once, when the server starts. Its plugin for Fastify would build helmet anew for each
 * request, which costs more than all of the server's other hooks together.
 */
export function answerHeaders({ environment }: Pick<Configuration, 'environment'>): Headers {
  const answer = new ServerResponse(new IncomingMessage(new Socket()))
  const writeOn = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: environment === 'production',
    xFrameOptions: { action: 'deny' },
  })
  writeOn(answer.req, answer, () => undefined)
  const written = Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)])
  return { ...(Object.fromEntries(written) as Headers), 'cache-control': 'no-store' }
}
