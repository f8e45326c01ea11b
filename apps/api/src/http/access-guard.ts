import type { CanActivate, ExecutionContext } from '@nestjs/common'
import type { Role } from '@tessera/contract'
import type { AccessTokenVerdict } from '@tessera/verifier'
import type { FastifyRequest } from 'fastify'
import { accessTo } from './access.js'
import type { Caller, CallerDirectory, CallerRefusal } from './caller.js'
import { problem, type ProblemAnswer } from './problem-answer.js'

/** The function that `accessTokenVerifier` makes. */
export type VerifyAccessToken = (token: string) => Promise<AccessTokenVerdict>

const challenge = 'Bearer realm="tessera"'

/**
 * Stands before every handler and lets nobody through by default: a handler whose access was not declared is not there.
 *
 * A caller needs a Bearer token (RFC 6750) that verifies, and a session and user that are alive in the database; the roles are the
 * database's too. An access token alone is never enough here.
 */
export class AccessGuard implements CanActivate {
  constructor(
    private readonly verify: VerifyAccessToken,
    private readonly callers: CallerDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessTo(context.getHandler())
    if (access === undefined) throw problem('not_found', 'There is nothing at this address.')
    if (access === 'anyone') return true
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const caller = await this.callerOf(request)
    request.caller = caller
    request.facts = { ...request.facts, userId: caller.userId, sessionId: caller.sessionId }
    if (access !== 'user' && !access.some((role) => caller.roles.includes(role))) throw forbidden(access)
    return true
  }

  private async callerOf(request: FastifyRequest): Promise<Caller> {
    const { authorization } = request.headers
    if (authorization === undefined) {
      throw problem('invalid_access_token', 'This call needs an access token: send it as "Authorization: Bearer <token>".', {
        headers: { 'www-authenticate': challenge },
      })
    }
    const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? []
    const { claims, refusal } = token === undefined ? { refusal: 'malformed' as const } : await this.verify(token)
    if (!claims) {
      request.facts = { ...request.facts, refusal }
      throw refusal === 'expired' ? expiredToken() : invalidToken('The access token is not valid.')
    }
    const caller = await this.callers.find(claims)
    if (!('refusal' in caller)) return caller
    request.facts = { ...request.facts, sessionId: claims.sid, refusal: caller.refusal }
    throw refused(caller)
  }
}

function refused(refusal: CallerRefusal): ProblemAnswer {
  const headers = { 'www-authenticate': `${challenge}, error="invalid_token"` }
  switch (refusal.refusal) {
    case 'session_ended':
      return problem('session_ended', 'The session of this access token was ended. Log in again.', { reason: refusal.reason, headers })
    case 'session_expired':
      return problem('session_expired', 'The session of this access token has expired. Log in again.', { headers })
    case 'access_token_expired':
      return expiredToken()
    default:
      return invalidToken('The access token is not valid.')
  }
}

function invalidToken(detail: string): ProblemAnswer {
  return problem('invalid_access_token', detail, { headers: { 'www-authenticate': `${challenge}, error="invalid_token"` } })
}

function expiredToken(): ProblemAnswer {
  return invalidToken('The access token has expired. Refresh it.')
}

function forbidden(roles: readonly Role[]): ProblemAnswer {
  return problem('forbidden', `This call needs the role ${roles.join(' or ')}. Nothing was done.`)
}
