import { createHash, timingSafeEqual } from 'node:crypto'
import { Controller, Get, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Configuration } from '../configuration.js'
import { OpenTo } from '../http/access.js'
import { problem } from '../http/problem-answer.js'
import { MetricsText } from './metrics-text.js'

const ownMachine: ReadonlySet<string | undefined> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
/** What proxies add. A call that was passed on is nobody's of this machine, whoever passed it. */
const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const

/**
 * The counters as Prometheus reads them. They tell how many log in and what they are refused for, so they are for whoever has `METRICS_TOKEN`
 * (as a bearer token). Without that setting there is nothing here, but in development for this machine itself.
 */
@Controller()
export class MetricsController {
  private readonly token: Buffer | null
  private readonly isDevelopment: boolean

  constructor(
    { metricsToken, environment }: Configuration,
    private readonly text: MetricsText,
  ) {
    this.token = metricsToken === null ? null : digest(metricsToken)
    this.isDevelopment = environment === 'development'
  }

  @OpenTo('anyone')
  @Get('/metrics')
  async metrics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.admit(request)
    reply.type(this.text.contentType).send(await this.text.read())
  }

  private admit({ headers, raw }: FastifyRequest): void {
    if (this.token) {
      const [, shown] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
      if (shown !== undefined && timingSafeEqual(digest(shown), this.token)) return
      throw problem('invalid_access_token', 'Send METRICS_TOKEN as a bearer token.', { headers: { 'www-authenticate': 'Bearer' } })
    }
    const isOwn = ownMachine.has(raw.socket.remoteAddress) && passedOn.every((header) => headers[header] === undefined)
    if (!this.isDevelopment || !isOwn) throw problem('not_found', 'There is nothing at this address.')
  }
}

/** Of one length, whatever was sent. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
