import { Controller, Post, Req, Res } from '@nestjs/common'
import { oauth2 } from '@tessera/dialects'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OpenTo } from '../http/access.js'
import { Takes } from '../http/body-formats.js'
import { callContextOf } from '../http/call-context.js'
import { send } from '../http/send.js'
import { oauthRequestOf } from './oauth-request.js'
import { RevokeToken } from './revoke-token.js'

/** The revocation endpoint (RFC 7009). */
@Controller()
export class RevocationController {
  constructor(private readonly revokeVerb: RevokeToken) {}

  @Post(oauth2.paths.revocation)
  @OpenTo('anyone')
  @Takes('form')
  async revoke(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { said, answer: unread } = oauth2.readRevocationRequest(oauthRequestOf(request))
    if (!said) return send(reply, unread)
    const call = callContextOf(request)
    call.note({ clientId: said.client.clientId })
    const answer = await this.revokeVerb.revoke(said, call.origin)
    switch (answer.outcome) {
      case 'key_not_loaded':
        call.note({ refusal: answer.outcome })
        return send(reply, oauth2.trouble.unavailable)
      case 'refused':
        call.note({ refusal: answer.refusal })
        return send(reply, oauth2.revocationErrors[answer.refusal])
      case 'revoked':
        if (answer.sessionId !== null) call.note({ sessionId: answer.sessionId })
        return send(reply, oauth2.revoked)
    }
  }
}
