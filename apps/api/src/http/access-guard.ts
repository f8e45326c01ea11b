import type { CanActivate, ExecutionContext } from '@nestjs/common'
import type { ApiKeyScope, Role } from '@tessera/contract'
import type { VerifyAccessToken } from '@tessera/verifier'
import type { FastifyRequest } from 'fastify'
import { apiKeyPrefix } from '../api-keys/api-key.js'
import type { Dpop, ShownProof } from '../dpop/dpop.js'
import { dpopProblem } from '../dpop/dpop-problem.js'
import { accessTo, apiKeyScopeOf } from './access.js'
import {
  accountScope,
  forbidden,
  insufficientScope,
  invalidToken,
  missingToken,
  refusedApiKey,
  refusedCaller,
  secondFactorMissing,
  type Scheme,
} from './access-guard-problems.js'
import type { ApiKeyDirectory, Caller, CallerDirectory, SessionCaller } from './caller.js'
import { problem, type ProblemAnswer } from './problem-answer.js'

/**
 * Stands before every handler and lets nobody through by default: a handler whose access was not declared is not there.
 *
 * A caller needs a session's access token that verifies, and a session and user that are alive in the database; the roles are the
 * database's too. An access token alone is never enough here. One that is bound to a key (RFC 9449) is shown under the scheme `DPoP` with
 * a proof of that key, any other as `Bearer` (RFC 6750). A proof is for no body: so that nobody repeats a call that writes with another
 * one, such a call takes its proof once in all (docs/decisions/0040-dpop-nonces.md).
 *
 * A role counts for nothing while the account owes a second factor (`SECOND_FACTOR`): only calls that need no role set one up.
 *
 * Where a handler names a scope, an API key that has it does as well, as `x-api-key` or as `Bearer`; the role is asked for all the same.
 */
export class AccessGuard implements CanActivate {
  constructor(
    private readonly verify: VerifyAccessToken,
    private readonly callers: CallerDirectory,
    private readonly dpop: Dpop,
    private readonly apiKeys: ApiKeyDirectory,
    private readonly owesSecondFactor: (roles: readonly Role[]) => boolean,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessTo(context.getHandler())
    if (access === undefined) throw problem('not_found', 'There is nothing at this address.')
    if (access === 'anyone') return true
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const scope = apiKeyScopeOf(context.getHandler())
    const key = keyIn(request)
    const { caller, proof } = key !== undefined && scope ? await this.callerOfKey(key, scope, request) : await this.callerOf(request, scope)
    request.caller = caller
    request.facts = { ...request.facts, userId: caller.userId, ...(caller.sessionId !== null && { sessionId: caller.sessionId }) }
    if (access !== 'user' && !access.some((role) => caller.roles.includes(role))) throw forbidden(access)
    if (access !== 'user' && !caller.hasSecondFactor && this.owesSecondFactor(caller.roles)) {
      throw refused(request, 'second_factor_missing', secondFactorMissing())
    }
    if (proof && writes(request)) await this.takeOnce(proof, request)
    return true
  }

  private async callerOfKey(key: string, scope: ApiKeyScope, request: FastifyRequest): Promise<Shown> {
    // RFC 6750 §2 of access tokens: one way only. Which of two callers was meant would be a guess.
    if (request.headers.authorization !== undefined && request.headers['x-api-key'] !== undefined) {
      throw problem('malformed_request', 'Send an access token or an API key, and not both. Nothing was done.')
    }
    const caller = await this.apiKeys.find(key, scope)
    if ('apiKeyId' in caller) request.facts = { ...request.facts, apiKeyId: caller.apiKeyId }
    if (!('refusal' in caller)) return { caller }
    throw refused(request, caller.refusal, refusedApiKey(caller, scope))
  }

  /** @param scope with which an API key would do as well */
  private async callerOf(request: FastifyRequest, scope: ApiKeyScope | undefined): Promise<Shown> {
    const { authorization } = request.headers
    if (authorization === undefined) throw missingToken(scope)
    const [, name, token = ''] = /^(Bearer|DPoP)(?: +(.*))?$/is.exec(authorization) ?? []
    // Credentials of another scheme, such as Basic, are none of ours: nothing is wrong with a token (RFC 6750 §3.1).
    if (name === undefined) throw refused(request, 'malformed', missingToken(scope))
    const scheme = name.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer'
    if (token.startsWith(apiKeyPrefix)) throw refused(request, 'api_key_not_taken', invalidToken(scheme, 'api_key_not_taken'))
    if (!/^[\w.~+/-]+=*$/.test(token)) throw refused(request, 'malformed', invalidToken(scheme, 'malformed'))
    const proof = scheme === 'DPoP' ? await this.proofOf(token, request) : undefined
    return { caller: await this.callerOfToken(token, scheme, proof, request), proof }
  }

  private async proofOf(token: string, request: FastifyRequest): Promise<ShownProof> {
    const { proof, refusal, error } = await this.dpop.proofIn(request, { accessToken: token })
    if (refusal !== undefined) throw refused(request, refusal, dpopProblem(error))
    if (proof === null) throw refused(request, 'proof_missing', dpopProblem('invalid_dpop_proof'))
    return proof
  }

  private async callerOfToken(
    token: string,
    scheme: Scheme,
    proof: ShownProof | undefined,
    request: FastifyRequest,
  ): Promise<SessionCaller> {
    const { claims, refusal } = await this.verify(token, proof)
    if (!claims) throw refused(request, refusal, invalidToken(scheme, refusal))
    if (claims.sid === undefined) throw refused(request, 'no_session', invalidToken(scheme, 'no_session'))
    if (!claims.scope.split(' ').includes(accountScope)) throw refused(request, 'scope_missing', insufficientScope(scheme))
    const caller = await this.callers.find(claims)
    if (!('refusal' in caller)) return caller
    request.facts = { ...request.facts, sessionId: claims.sid }
    throw refused(request, caller.refusal, refusedCaller(scheme, caller))
  }

  private async takeOnce(proof: ShownProof, request: FastifyRequest): Promise<void> {
    if (!(await this.dpop.takeOnce(proof))) throw refused(request, 'proof_replayed', dpopProblem('invalid_dpop_proof'))
  }
}

/** Who is calling, and the proof that came with their token. */
interface Shown {
  readonly caller: Caller
  readonly proof?: ShownProof | undefined
}

/** The API key of a request, in the header of its own; or as a bearer token, which is the only way that many libraries know (RFC 8936 §3). */
function keyIn({ headers }: FastifyRequest): string | undefined {
  const { 'x-api-key': key, authorization = '' } = headers
  if (key !== undefined) return String(key)
  const [, token] = /^Bearer +(.+)$/i.exec(authorization) ?? []
  return token?.startsWith(apiKeyPrefix) ? token : undefined
}

function writes({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/** The answer, and our private word for it in the request log. */
function refused(request: FastifyRequest, refusal: string, answer: ProblemAnswer): ProblemAnswer {
  request.facts = { ...request.facts, refusal }
  return answer
}
