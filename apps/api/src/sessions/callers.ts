import { Injectable } from '@nestjs/common'
import { endOf } from '@tessera/core'
import type { SessionTokenClaims } from '@tessera/verifier'
import { CallerDirectory, type CallerRefusal, type SessionCaller } from '../http/caller.js'
import { Sessions } from './sessions.js'

/** Finds who an access token speaks for now: its session must be alive, its user active, and the roles are today's. */
@Injectable()
export class SessionCallers extends CallerDirectory {
  constructor(private readonly sessions: Sessions) {
    super()
  }

  async find(claims: Pick<SessionTokenClaims, 'sid' | 'sub' | 'exp'>): Promise<SessionCaller | CallerRefusal> {
    const read = await this.sessions.read(claims.sid)
    if (!read || read.known.session.userId !== claims.sub) return { refusal: 'session_unknown' }
    const { known, holder, hasSecondFactor, policy, now } = read
    // The verification before lets every time pass. Whoever finds an old token is told nothing of its session.
    if (claims.exp * 1000 <= now) return { refusal: 'access_token_expired' }
    if (known.user !== 'active') return { refusal: known.user === 'gone' ? 'user_gone' : 'user_disabled' }
    const end = endOf(known.session, policy, known.watermarks, now)
    if (end?.state === 'ended') return { refusal: 'session_ended', reason: end.reason }
    if (end) return { refusal: 'session_expired' }
    const { userId, id: sessionId, clientId } = known.session
    return {
      userId,
      sessionId,
      clientId,
      apiKeyId: null,
      roles: holder.roles,
      hasSecondFactor,
      companyId: holder.holderCompanyId,
      tokenExpiresAt: claims.exp * 1000,
      companyBound: !holder.roles.includes('owner'),
    }
  }
}
