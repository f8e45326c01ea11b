import { Injectable } from '@nestjs/common'
import type { LoginResponse } from '@tessera/contract'
import { builtInClient, type Origin } from '@tessera/persistence'
import { Passwords } from '../passwords/passwords.js'
import { Clients, Users } from '../users/stores.js'
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

export type LoginAnswer =
  | { readonly outcome: 'started'; readonly login: LoginResponse }
  | {
      readonly outcome: 'refused'
      readonly refusal: 'client_unusable' | 'wrong_password' | 'user_unknown' | 'user_inactive' | 'changed_meanwhile'
    }

/**
 * Logs a user in: verifies the password and starts a session.
 *
 * Whether the account exists or not, one hash is computed and one answer given; so neither the words nor the time tell.
 */
@Injectable()
export class LogIn {
  constructor(
    private readonly users: Users,
    private readonly clients: Clients,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly tokens: TokensHandedOut,
  ) {}

  async logIn(attempt: LoginAttempt, origin: Origin): Promise<LoginAnswer> {
    const client = await this.clients.find(attempt.clientId ?? builtInClient)
    if (!client || client.disabledAt || client.confidential) return { outcome: 'refused', refusal: 'client_unusable' }
    const user = await this.users.findForLogin(attempt.email)
    const verified = await this.passwords.verify(user?.passwordHash ?? null, attempt.password)
    if (!user) return { outcome: 'refused', refusal: 'user_unknown' }
    if (!verified) return { outcome: 'refused', refusal: 'wrong_password' }
    if (!user.active) return { outcome: 'refused', refusal: 'user_inactive' }
    const { deviceId, deviceName } = attempt
    const started = await this.sessions.start({
      ...{ userId: user.id, passwordHash: user.passwordHash, clientId: client.id },
      ...{ origin, deviceId, deviceName, dpopThumbprint: null },
    })
    if (!started) return { outcome: 'refused', refusal: 'changed_meanwhile' }
    return { outcome: 'started', login: { ...this.tokens.of(started), user: userView(user) } }
  }
}
