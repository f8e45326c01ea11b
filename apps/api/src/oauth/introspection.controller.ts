import { Controller, Post, Req, Res } from '@nestjs/common'
import { oauth2, type WireAnswer } from '@tessera/dialects'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Configuration } from '../configuration.js'
import { OpenTo } from '../http/access.js'
import { Takes } from '../http/body-formats.js'
import { callContextOf } from '../http/call-context.js'
import { send } from '../http/send.js'
import { AuthenticateAsker } from './authenticate-asker.js'
import { oauthRequestOf } from './oauth-request.js'
import { type IntrospectionAnswer, IntrospectToken } from './introspect-token.js'

/** The introspection endpoint (RFC 7662). */
@Controller()
export class IntrospectionController {
  constructor(
    private readonly askers: AuthenticateAsker,
    private readonly introspectVerb: IntrospectToken,
    private readonly configuration: Configuration,
  ) {}

  @Post(oauth2.paths.introspection)
  @OpenTo('anyone')
  @Takes('form')
  async introspect(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { said, answer: unread } = oauth2.readIntrospectionRequest(oauthRequestOf(request))
    if (!said) return send(reply, unread)
    const call = callContextOf(request)
    if (said.client) call.note({ clientId: said.client.clientId })
    const asker = await this.askers.authenticate(said)
    if (typeof asker === 'string') {
      call.note({ refusal: asker })
      return send(reply, oauth2.introspectionErrors[asker])
    }
    send(reply, this.answerOf(await this.introspectVerb.introspect(said.token, asker)))
  }

  private answerOf(answer: IntrospectionAnswer): WireAnswer {
    switch (answer.outcome) {
      case 'key_not_loaded':
        return oauth2.trouble.unavailable
      case 'inactive':
        return oauth2.inactive
      case 'access_token':
        return oauth2.activeAccessToken(answer.claims)
      case 'refresh_token':
        return oauth2.activeRefreshToken({ ...answer.token, issuer: this.configuration.issuer })
    }
  }
}
