import { Controller, Post, Req, Res } from '@nestjs/common'
import { oauth2, type WireAnswer } from '@tessera/dialects'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Dpop } from '../dpop/dpop.js'
import { OpenTo } from '../http/access.js'
import { Takes } from '../http/body-formats.js'
import { type CallContext, callContextOf } from '../http/call-context.js'
import { send } from '../http/send.js'
import { tooManyInWords } from '../limits/too-many-attempts.js'
import { factsOf } from '../sessions/refresh-facts.js'
import type { RefreshAnswer } from '../sessions/refresh.js'
import { oauthRequestOf } from './oauth-request.js'
import { type ClientCredentialsAnswer, GrantClientCredentials } from './grant-client-credentials.js'
import { RefreshForClient } from './refresh-for-client.js'

/** The token endpoint (RFC 6749 §3.2). */
@Controller()
export class TokenController {
  constructor(
    private readonly refreshVerb: RefreshForClient,
    private readonly grantVerb: GrantClientCredentials,
    private readonly dpop: Dpop,
  ) {}

  @Post(oauth2.paths.token)
  @OpenTo('anyone')
  @Takes('form')
  async token(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.answerTo(oauth2.readTokenRequest(oauthRequestOf(request)), callContextOf(request)))
  }

  private async answerTo({ said, answer: unread }: ReturnType<typeof oauth2.readTokenRequest>, call: CallContext): Promise<WireAnswer> {
    if (!said) return unread
    if (said.client.clientId !== null) call.note({ clientId: said.client.clientId })
    const refreshToken = said.grantType === 'refresh_token' ? said.refreshToken : undefined
    if (refreshToken !== undefined) call.giveNonceFor(refreshToken)
    const { proof, refusal, error } = await this.dpop.proofIn(call.proving, { refreshToken })
    if (refusal !== undefined) {
      call.note({ refusal })
      return oauth2.proofErrors[error]
    }
    if (said.grantType === 'client_credentials') return grantAnswer(await this.grantVerb.grant(said, proof), call)
    return refreshAnswer(await this.refreshVerb.refresh(said, proof, call), call)
  }
}

function refreshAnswer(answer: RefreshAnswer, call: CallContext): WireAnswer {
  call.note(factsOf(answer))
  switch (answer.outcome) {
    case 'key_not_loaded':
    case 'caller_gone':
      return oauth2.trouble.unavailable
    case 'too_many_attempts':
      return tooManyInWords(oauth2.trouble, answer.attempts)
    case 'refused':
      return oauth2.refreshErrors[answer.refusal]
    case 'handed_out':
      call.giveNonceFor(answer.handedOut.refreshToken)
      return oauth2.refreshed(answer.handedOut)
  }
}

function grantAnswer(answer: ClientCredentialsAnswer, call: CallContext): WireAnswer {
  if (answer.outcome === 'granted') return oauth2.granted(answer.token)
  call.note({ refusal: answer.refusal })
  return oauth2.clientCredentialsErrors[answer.refusal]
}
