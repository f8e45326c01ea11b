import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { askToChangeEmail, confirmEmail, type EmailConfirmed, type EmailWanted } from './change-email.js'
import { changePassword, type PasswordChange, rehashPassword } from './change-password.js'
import { forgotPassword, type ResetWanted } from './forgot-password.js'
import { type ProfileChange, rename } from './rename.js'
import { type Resending, resendVerification } from './resend-verification.js'
import { findLinkHolder, type PasswordReset, resetPassword } from './reset-password.js'
import { type SignUp, signUp } from './sign-up.js'
import { type Verification, verifyEmail } from './verify-email.js'

export { mailPause } from './bounds.js'
export type { LinkHolder } from './reset-password.js'

/** What people do with their own accounts. Each verb is one file beside this one, with its promise; each is one statement. */
export type AccountStore = ReturnType<typeof accountStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function accountStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    signUp: (attempt: SignUp) => signUp(ground, attempt),
    verifyEmail: (verification: Verification) => verifyEmail(ground, verification),
    resendVerification: (resending: Resending) => resendVerification(ground, resending),
    forgotPassword: (wanted: ResetWanted) => forgotPassword(ground, wanted),
    findLinkHolder: (tokenHash: Uint8Array) => findLinkHolder(ground, tokenHash),
    resetPassword: (reset: PasswordReset) => resetPassword(ground, reset),
    changePassword: (change: PasswordChange) => changePassword(ground, change),
    rehashPassword: (userId: string, from: string, to: string) => rehashPassword(ground, userId, from, to),
    askToChangeEmail: (wanted: EmailWanted) => askToChangeEmail(ground, wanted),
    confirmEmail: (confirmed: EmailConfirmed) => confirmEmail(ground, confirmed),
    rename: (change: ProfileChange) => rename(ground, change),
  }
}
