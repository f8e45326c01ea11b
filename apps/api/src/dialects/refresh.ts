import { Injectable } from '@nestjs/common'
import type { Dialect, WireAnswer, WireRequest } from '@tessera/dialects'
import { Dpop } from '../dpop/dpop.js'
import type { CallContext } from '../http/call-context.js'
import { tooManyInWords } from '../limits/too-many-attempts.js'
import { factsOf } from '../sessions/refresh-facts.js'
import { Refresh } from '../sessions/refresh.js'
import { challenged, challengeOf, refusalOfProof } from './proof.js'

/** Refreshes in a documented wire format: it reads the request and words the answer, and one core decides. */
@Injectable()
export class DialectRefresh {
  constructor(
    private readonly refreshVerb: Refresh,
    private readonly dpop: Dpop,
  ) {}

  async refresh(dialect: Dialect, request: WireRequest, call: CallContext): Promise<WireAnswer> {
    const { said, answer: unread } = dialect.refresh.read(request)
    if (!said) return unread
    const { refreshToken, apiKey = null } = said
    const { errors } = dialect.refresh
    call.giveNonceFor(refreshToken)
    const { proof, refusal, error } = await this.dpop.proofIn(call.proving, { refreshToken })
    if (refusal !== undefined) {
      call.note({ refusal })
      return challenged(errors[refusalOfProof[error]], error)
    }
    const answer = await this.refreshVerb.refresh(
      { refreshToken, apiKey, dialect, clientId: null, clientSecret: null, scope: null, dpop: proof },
      call,
    )
    call.note(factsOf(answer))
    switch (answer.outcome) {
      case 'key_not_loaded':
      case 'caller_gone':
        return dialect.trouble.unavailable
      case 'too_many_attempts':
        return tooManyInWords(dialect.trouble, answer.attempts)
      case 'refused':
        return challenged(errors[answer.refusal], challengeOf(answer.refusal))
      case 'handed_out':
        call.giveNonceFor(answer.handedOut.refreshToken)
        return dialect.refresh.answer(answer.handedOut)
    }
  }
}
