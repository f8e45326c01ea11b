import { Injectable } from '@nestjs/common'
import type { Dialect, WireAnswer, WireRequest } from '@tessera/dialects'
import type { CallContext } from '../http/call-context.js'
import { factsOf } from '../sessions/refresh-facts.js'
import { Refresh } from '../sessions/refresh.js'

/** Refreshes in a documented wire format: it reads the request and words the answer, and one core decides. */
@Injectable()
export class DialectRefresh {
  constructor(private readonly refreshVerb: Refresh) {}

  async refresh(dialect: Dialect, request: WireRequest, call: CallContext): Promise<WireAnswer> {
    const { said, answer: unread } = dialect.refresh.read(request)
    if (!said) return unread
    const { refreshToken, apiKey = null } = said
    const answer = await this.refreshVerb.refresh(
      { refreshToken, apiKey, dialect, clientId: null, clientSecret: null, scope: null, dpop: null },
      call.origin,
    )
    call.note(factsOf(answer))
    switch (answer.outcome) {
      case 'key_not_loaded':
        return dialect.trouble.unavailable
      case 'refused':
        return dialect.refresh.errors[answer.refusal]
      case 'handed_out':
        return dialect.refresh.answer(answer.handedOut)
    }
  }
}
