import { readFileSync } from 'node:fs'
import { Controller, Get, Res } from '@nestjs/common'
import { openApi, routes } from '@tessera/contract'
import { oauth2, sectionOf } from '@tessera/dialects'
import { dpopAlgorithms } from '@tessera/verifier'
import type { FastifyReply } from 'fastify'
import { Configuration } from '../configuration.js'
import { OpenTo } from '../http/access.js'
import type { Document } from './document.js'
import { contentSecurityPolicy, docsPage } from './page.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

/** The API's own description, printed once from the contract and the wire formats that are on, when somebody first asks: for programs and for people. */
@Controller()
export class DocsController {
  private printed: string | undefined
  private page: string | undefined

  constructor(private readonly configuration: Configuration) {}

  @OpenTo('anyone')
  @Get('/openapi.json')
  openApi(@Res() reply: FastifyReply): void {
    reply.type('application/json').send(this.json)
  }

  @OpenTo('anyone')
  @Get('/docs')
  docs(@Res() reply: FastifyReply): void {
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send((this.page ??= docsPage(JSON.parse(this.json) as Document)))
  }

  private get json(): string {
    const { issuer, dialects } = this.configuration
    const sections = () => [oauth2.openApiSection({ issuer, dpopAlgorithms }), ...dialects.map(sectionOf)]
    return (this.printed ??= JSON.stringify(openApi(routes, { issuer, version, sections: sections() })))
  }
}
