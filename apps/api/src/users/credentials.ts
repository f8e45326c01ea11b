import { Injectable } from '@nestjs/common'
import type { LoginCandidate } from '@tessera/persistence'
import { Accounts } from '../accounts/accounts.js'
import { Configuration } from '../configuration.js'
import { Passwords } from '../passwords/passwords.js'
import { Users } from './stores.js'

/** Whoever showed the password that this hash is of. */
export type VerifiedUser = LoginCandidate & { readonly passwordHash: string }

export type CredentialsVerdict =
  | { readonly user: VerifiedUser; readonly refusal?: never }
  | {
      readonly refusal: 'user_unknown' | 'wrong_company' | 'wrong_password' | 'user_inactive' | 'email_unverified'
      /** Of the account that was addressed; null when there is none. */
      readonly companyId: number | null
      readonly user?: never
    }

/**
 * Checks an e-mail and a password. Whether the account exists or not, one hash is computed, and callers give one answer: so neither the
 * words nor the time tell which addresses have accounts.
 */
@Injectable()
export class Credentials {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly accounts: Accounts,
    private readonly configuration: Configuration,
  ) {}

  /**
   * @param email as the contract normalises it
   * @param companyId where the user must be; null for anywhere
   */
  async verify(email: string, password: string, companyId: number | null): Promise<CredentialsVerdict> {
    const user = await this.users.findForLogin(email)
    const verified = await this.passwords.verify(user?.passwordHash ?? null, password)
    if (!user) return { refusal: 'user_unknown', companyId: null }
    const refused = { companyId: user.companyId }
    if (companyId !== null && user.companyId !== companyId) return { refusal: 'wrong_company', ...refused }
    const { passwordHash } = user
    if (!verified || passwordHash === null) return { refusal: 'wrong_password', ...refused }
    if (!user.active) return { refusal: 'user_inactive', ...refused }
    const verifiedOnly = this.configuration.accounts.unverifiedLogin === 'refuse'
    if (verifiedOnly && user.emailVerifiedAt === null) return { refusal: 'email_unverified', ...refused }
    return { user: { ...user, passwordHash } }
  }

  /**
   * Stores the password that was just shown under today's cost, where its hash has another. Nobody waits for it, so a login takes no longer;
   * not before the session has started, which it does only on the hash that was verified. Where it fails, the next login tries again.
   */
  renew({ id, passwordHash }: VerifiedUser, password: string): void {
    if (this.passwords.isOutdated(passwordHash)) void this.rehash(id, passwordHash, password).catch(() => undefined)
  }

  private async rehash(userId: string, from: string, password: string): Promise<void> {
    await this.accounts.rehashPassword(userId, from, await this.passwords.hash(password))
  }
}
