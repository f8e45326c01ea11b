import type { LoggedFacts } from '../http/call-context.js'
import type { RefreshAnswer } from './refresh.js'

/** What the request log may say of a refresh, and what it is counted as. */
export function factsOf(answer: RefreshAnswer): LoggedFacts {
  switch (answer.outcome) {
    case 'key_not_loaded':
    case 'caller_gone':
    case 'too_many_attempts':
      return { refusal: answer.outcome, refreshed: answer.outcome }
    case 'refused': {
      const { refusal, sessionId, userId } = answer
      return { refusal, refreshed: refusal, ...(sessionId && { sessionId }), ...(userId && { userId }) }
    }
    case 'handed_out':
      return { refreshed: answer.refreshed, sessionId: answer.handedOut.sessionId, userId: answer.handedOut.user.id }
  }
}
