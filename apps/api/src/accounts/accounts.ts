import type { AccountStore } from '@tessera/persistence'

/** What people do with their own accounts, under a name that Nest can inject. */
export abstract class Accounts implements AccountStore {
  abstract signUp: AccountStore['signUp']
  abstract verifyEmail: AccountStore['verifyEmail']
  abstract resendVerification: AccountStore['resendVerification']
  abstract forgotPassword: AccountStore['forgotPassword']
  abstract findLinkHolder: AccountStore['findLinkHolder']
  abstract resetPassword: AccountStore['resetPassword']
  abstract changePassword: AccountStore['changePassword']
  abstract rehashPassword: AccountStore['rehashPassword']
  abstract askToChangeEmail: AccountStore['askToChangeEmail']
  abstract confirmEmail: AccountStore['confirmEmail']
  abstract rename: AccountStore['rename']
}
