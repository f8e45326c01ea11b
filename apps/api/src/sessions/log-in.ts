import { Injectable } from '@nestjs/common'
import type { LoginResponse } from '@tessera/contract'
import { builtInClient, type Origin } from '@tessera/persistence'
import { LoginLimits, type TooManyAttempts } from '../limits/login-limits.js'
import { Credentials, type CredentialsVerdict } from '../users/credentials.js'
import { Clients } from '../users/stores.js'
import { userView } from '../users/user-view.js'
import { TokensHandedOut } from './handed-out.js'
import { Sessions } from './sessions.js'

export interface LoginAttempt {
  readonly email: string
  readonly password: string
  /** Null for the built-in public client. */
  readonly clientId: string | null
  readonly deviceId: string | null
  readonly deviceName: string | null
}

export type LoginRefusal = NonNullable<CredentialsVerdict['refusal']> | 'client_unusable' | 'changed_meanwhile'

export type LoginAnswer =
  | { readonly outcome: 'started'; readonly login: LoginResponse }
  | { readonly outcome: 'refused'; readonly refusal: LoginRefusal }
  | TooManyAttempts

/** Logs a user in: checks the password, within the limits on guessing, and starts a session. */
@Injectable()
export class LogIn {
  constructor(
    private readonly clients: Clients,
    private readonly limits: LoginLimits,
    private readonly credentials: Credentials,
    private readonly sessions: Sessions,
    private readonly tokens: TokensHandedOut,
  ) {}

  async logIn(attempt: LoginAttempt, origin: Origin): Promise<LoginAnswer> {
    const client = await this.clients.find(attempt.clientId ?? builtInClient)
    if (!client || client.disabledAt || client.confidential) return { outcome: 'refused', refusal: 'client_unusable' }
    return this.limits.attempt(
      attempt.email,
      origin.ip,
      () => this.start(attempt, client.id, origin),
      ({ outcome }) => outcome === 'started',
    )
  }

  private async start({ email, password, deviceId, deviceName }: LoginAttempt, clientId: string, origin: Origin): Promise<LoginAnswer> {
    const { user, refusal } = await this.credentials.verify(email, password)
    if (refusal) return { outcome: 'refused', refusal }
    const { id: userId, passwordHash } = user
    const started = await this.sessions.start({ userId, passwordHash, clientId, origin, deviceId, deviceName, dpopThumbprint: null })
    if (!started) return { outcome: 'refused', refusal: 'changed_meanwhile' }
    return { outcome: 'started', login: { ...this.tokens.of(started), user: userView(user) } }
  }
}
