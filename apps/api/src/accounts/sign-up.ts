import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Origin } from '@tessera/persistence'
import { OneTimeCodes } from '../codes/one-time-codes.js'
import { Configuration } from '../configuration.js'
import { MailSeal } from '../mail/mail-seal.js'
import { faultsOfPassword, Passwords } from '../passwords/passwords.js'
import { Accounts } from './accounts.js'

export interface SignUpWanted {
  /** As the contract normalises it. */
  readonly email: string
  readonly password: string
  readonly name: string | null
}

export type SignedUp =
  /** Said of every address: whether it had an account, only its owner is told. */
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'refused'; readonly refusal: 'closed' }
  | { readonly outcome: 'refused'; readonly refusal: 'weak_password'; readonly faults: readonly string[] }

/** Signs up: the account is its owner's once the code is used that goes to the address (docs/decisions/0052-whose-sign-up.md). */
@Injectable()
export class SignUp {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly codes: OneTimeCodes,
    private readonly mails: MailSeal,
    private readonly configuration: Configuration,
  ) {}

  async signUp({ email, password, name }: SignUpWanted, origin: Origin): Promise<SignedUp> {
    const { signUp, unverifiedLogin } = this.configuration.accounts
    if (signUp === 'closed') return { outcome: 'refused', refusal: 'closed' }
    const faults = faultsOfPassword(password, email)
    if (faults.length > 0) return { outcome: 'refused', refusal: 'weak_password', faults }
    const passwordHash = await this.passwords.hash(password)
    const { code, hash: codeHash } = this.codes.newCode('verify_email', email)
    const mails = {
      code: this.mails.seal('verification', { to: email, code, ...origin }),
      already: this.mails.seal('signed_up_already', { to: email, ...origin }),
    }
    const passwordAtOnce = unverifiedLogin === 'allow'
    await this.accounts.signUp({ id: randomUUID(), email, passwordHash, name, codeHash, passwordAtOnce, mails, origin })
    return { outcome: 'taken' }
  }
}
