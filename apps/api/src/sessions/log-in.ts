import { Injectable } from '@nestjs/common'
import type { Seconds } from '@tessera/core'
import type { HandedOut, LoginRefusal } from '@tessera/dialects'
import type { LoginCandidate, Origin } from '@tessera/persistence'
import { clientSecretHash } from '../clients/client-secret.js'
import { LoginLimits } from '../limits/login-limits.js'
import type { TooManyAttempts } from '../limits/too-many-attempts.js'
import { needsRehash } from '../passwords/passwords.js'
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
  /** Of the key that the login proved, and that the session is to be bound to (RFC 9449); null for none. */
  readonly dpopThumbprint: string | null
}

export type LoginAnswer =
  | { readonly outcome: 'started'; readonly handedOut: HandedOut; readonly user: LoginCandidate }
  | { readonly outcome: 'refused'; readonly refusal: LoginRefusal }
  | TooManyAttempts

/** Logs a user in: checks the password, within the limits on guessing, and starts a session. */
@Injectable()
export class LogIn {
  constructor(
    private readonly admitLogin: AdmitLogin,
    private readonly limits: LoginLimits,
    private readonly credentials: Credentials,
    private readonly startSession: StartSession,
  ) {}

  async logIn(attempt: LoginAttempt, origin: Origin): Promise<LoginAnswer> {
    const admission = await this.admitLogin.admit(attempt)
    if ('refusal' in admission) return { outcome: 'refused', refusal: admission.refusal }
    const { email, deviceId } = attempt
    return this.limits.attempt(
      email,
      { deviceId, ...origin },
      () => this.verifyAndStart(attempt, admission, origin),
      ({ outcome }) => outcome === 'started',
    )
  }

  private async verifyAndStart(attempt: LoginAttempt, admitted: Admitted, origin: Origin): Promise<LoginAnswer> {
    const { email, password } = attempt
    const verify = () => this.credentials.verify(email, password, admitted.apiKey?.companyId ?? null)
    let verdict = await verify()
    if (verdict.refusal) return { outcome: 'refused', refusal: verdict.refusal }
    let handedOut = await this.start(attempt, admitted, verdict.user, origin)
    if (!handedOut && needsRehash(verdict.user.passwordHash)) {
      // Another login beside this one may have renewed the hash: the password is as right as before.
      verdict = await verify()
      if (verdict.refusal) return { outcome: 'refused', refusal: verdict.refusal }
      handedOut = await this.start(attempt, admitted, verdict.user, origin)
    }
    if (!handedOut) return { outcome: 'refused', refusal: 'changed_meanwhile' }
    this.credentials.renew(verdict.user, password)
    return { outcome: 'started', handedOut, user: verdict.user }
  }

  private start(attempt: LoginAttempt, { client, apiKey }: Admitted, user: VerifiedUser, origin: Origin): Promise<HandedOut | null> {
    const { clientSecret, dialect, deviceId, deviceName, dpopThumbprint } = attempt
    return this.startSession.start({
      ...{ userId: user.id, passwordHash: user.passwordHash, clientId: client.id, origin, deviceId, deviceName, dpopThumbprint },
      clientSecretHash: clientSecret === null ? null : clientSecretHash(clientSecret),
      dialect: dialect?.name ?? null,
      apiKey: apiKey?.shown ?? null,
      accessTokenLifetime: dialect?.accessTokenLifetime ?? null,
      endsOldest: client.sessionsPerUser !== null,
    })
  }
}

type Admitted = Exclude<Admission, { readonly refusal: LoginRefusal }>
