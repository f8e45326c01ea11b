import { Controller, Get, Res } from '@nestjs/common'
import { oauth2 } from '@tessera/dialects'
import { dpopAlgorithms } from '@tessera/verifier'
import type { FastifyReply } from 'fastify'
import { Configuration } from '../configuration.js'
import { OpenTo } from '../http/access.js'

/** What clients have to know of us (RFC 8414). May be cached, as the public keys may. */
@Controller()
export class MetadataController {
  private readonly metadata: ReturnType<typeof oauth2.metadata>

  constructor({ issuer }: Configuration) {
    this.metadata = oauth2.metadata({ issuer, dpopAlgorithms })
  }

  @Get(oauth2.paths.metadata)
  @OpenTo('anyone')
  read(@Res() reply: FastifyReply): void {
    reply.header('cache-control', 'public, max-age=300, stale-while-revalidate=300').send(this.metadata)
  }
}
