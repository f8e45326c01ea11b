import { Injectable } from '@nestjs/common'
import type { Seconds } from '@tessera/core'
import type { HandedOut, LoginRefusal } from '@tessera/dialects'
import type { LoginCandidate, Origin, ShownSecondFactor } from '@tessera/persistence'
import { clientSecretHash } from '../clients/client-secret.js'
import { LoginLimits } from '../limits/login-limits.js'
import type { TooManyAttempts } from '../limits/too-many-attempts.js'
import { Tallies } from '../overview/tallies.js'
import { type CheckedFactor, CheckSecondFactor, type TypedFactor } from '../second-factors/check.js'
import { Credentials, type VerifiedUser } from '../users/credentials.js'
import { AdmitLogin, type Admission } from './admit-login.js'
import { StartSession } from './start.js'

export interface LoginAttempt {
  /** As the contract normalises it. */
  readonly email: string
  readonly password: string
  /** Null for the built-in public client. */
  readonly clientId: string | null
  readonly clientSecret: string | null
  /** The API key, for a wire format that asks for one; null for the others. */
  readonly apiKey: string | null
  /** The documented wire format; null for our own. */
  readonly dialect: { readonly name: string; readonly accessTokenLifetime?: Seconds } | null
  readonly deviceId: string | null
  readonly deviceName: string | null
  /** The code of a second factor; none where the format knows of none. */
  readonly secondFactor: TypedFactor
  /** Of the key that the login proved, and that the session is to be bound to (RFC 9449); null for none. */
  readonly dpopThumbprint: string | null
}

export type LoginAnswer =
  | { readonly outcome: 'started'; readonly handedOut: HandedOut; readonly user: LoginCandidate }
  | {
      readonly outcome: 'refused'
      readonly refusal: LoginRefusal
      /** Of the account that was addressed, where it was looked for and found. */
      readonly companyId?: number | null
    }
  | TooManyAttempts

/** Logs a user in: checks the password, within the limits on guessing, and starts a session. */
@Injectable()
export class LogIn {
  constructor(
    private readonly admitLogin: AdmitLogin,
    private readonly limits: LoginLimits,
    private readonly credentials: Credentials,
    private readonly secondFactor: CheckSecondFactor,
    private readonly startSession: StartSession,
    private readonly tallies: Tallies,
  ) {}

  async logIn(attempt: LoginAttempt, origin: Origin): Promise<LoginAnswer> {
    const admission = await this.admitLogin.admit(attempt)
    if ('refusal' in admission) return { outcome: 'refused', refusal: admission.refusal }
    const { email, deviceId } = attempt
    const answer = await this.limits.attempt(
      email,
      { deviceId, ...origin },
      () => this.verifyAndStart(attempt, admission, origin),
      ({ outcome }) => outcome === 'started',
    )
    if (answer.outcome === 'refused' && guesses.has(answer.refusal)) {
      this.tallies.loginFailed(origin.ip, ('companyId' in answer && answer.companyId) || null)
    }
    return answer
  }

  private async verifyAndStart(attempt: LoginAttempt, admitted: Admitted, origin: Origin): Promise<LoginAnswer> {
    const { email, password } = attempt
    const verify = () => this.credentials.verify(email, password, admitted.apiKey?.companyId ?? null)
    let verdict = await verify()
    if (verdict.refusal) return { outcome: 'refused', ...verdict }
    const factor = await this.factorOf(verdict.user, attempt.secondFactor, origin)
    const { companyId } = verdict.user
    if ('refusal' in factor) return 'outcome' in factor ? factor : { outcome: 'refused', refusal: factor.refusal, companyId }
    let handedOut = await this.start(attempt, admitted, verdict.user, factor.shown, origin)
    if (!handedOut) {
      // Another login may have renewed the hash, here or where passwords have another cost: the password is as right as before.
      verdict = await verify()
      if (verdict.refusal) return { outcome: 'refused', ...verdict }
      handedOut = await this.start(attempt, admitted, verdict.user, factor.shown, origin)
    }
    // The statement that would have started the session found the code used.
    if (!handedOut) return { outcome: 'refused', refusal: factor.shown === null ? 'changed_meanwhile' : 'second_factor_wrong', companyId }
    this.credentials.renew(verdict.user, password)
    return { outcome: 'started', handedOut, user: verdict.user }
  }

  private start(
    attempt: LoginAttempt,
    { client, apiKey }: Admitted,
    user: VerifiedUser,
    secondFactor: ShownSecondFactor | null,
    origin: Origin,
  ): Promise<HandedOut | null> {
    const { clientSecret, dialect, deviceId, deviceName, dpopThumbprint } = attempt
    return this.startSession.start({
      ...{ userId: user.id, passwordHash: user.passwordHash, clientId: client.id, origin, deviceId, deviceName, dpopThumbprint },
      clientSecretHash: clientSecret === null ? null : clientSecretHash(clientSecret),
      dialect: dialect?.name ?? null,
      apiKey: apiKey?.shown ?? null,
      accessTokenLifetime: dialect?.accessTokenLifetime ?? null,
      secondFactor,
      endsOldest: client.sessionsPerUser !== null,
    })
  }

  /** Asked for only behind the right password. */
  private async factorOf(user: LoginCandidate, typed: TypedFactor, { ip }: Origin): Promise<LoginFactor> {
    if (user.secondFactorAt === null) return { shown: null }
    if (typed.otp === null && typed.recoveryCode === null) return { refusal: 'second_factor_owed' }
    return this.secondFactor.check(user.id, typed, ip)
  }
}

/** Refusals of which many in a row are somebody guessing, also at what a limit let nobody try. */
const guesses: ReadonlySet<LoginRefusal | TooManyAttempts['refusal']> = new Set([
  'user_unknown',
  'wrong_company',
  'wrong_password',
  'second_factor_wrong',
  'too_many_attempts',
])

type LoginFactor = CheckedFactor | { readonly shown: null } | { readonly refusal: 'second_factor_owed' }
type Admitted = Exclude<Admission, { readonly refusal: LoginRefusal }>
