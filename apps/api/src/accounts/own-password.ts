import { Injectable } from '@nestjs/common'
import type { LoginCandidate } from '@tessera/persistence'
import { Passwords } from '../passwords/passwords.js'
import { Users } from '../users/stores.js'

/** Whoever showed their password once more. */
export type Proved = LoginCandidate & { readonly passwordHash: string }

/** Asks whoever is logged in for their password again, before what a stolen access token must not do. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
  ) {}

  /** @returns the account; null when it is not its password, or no password opens it */
  async prove(userId: string, password: string): Promise<Proved | null> {
    const user = await this.users.findWithPassword(userId)
    const verified = await this.passwords.verify(user?.passwordHash ?? null, password)
    return verified && user?.active && user.passwordHash !== null ? { ...user, passwordHash: user.passwordHash } : null
  }
}
