import type { AccountCall, AccountRefusal, AccountRoute, AccountRoutes, AccountSaid, WireAnswer } from '../dialect.js'
import { accountInputs, readInputs } from './account-requests.js'
import { error } from './errors.js'

/** As `loginStatus` says it of a login: no body is documented. */
const done: WireAnswer = { status: 200, body: { status: 'success' } }

const errors = {
  sign_up_closed: error(403, 'Signing up is turned off here.'),
  code_refused: error(400, 'The code is wrong, was used, or has expired.'),
  link_refused: error(400, 'The token is wrong, was used, or has expired.'),
  wrong_password: error(400, 'The current password is wrong.'),
  caller_refused: error(401, 'The access token is missing, wrong, or good no more.'),
} as const satisfies Record<AccountRefusal, WireAnswer>

/** The other calls of the document's list. It names them and prints no bodies: the shapes are those of its login. */
export const accounts: AccountRoutes = {
  signUp: route('signUp', ['/auth/signup'], 'Signs a user up in the Talkstack format. Every address is answered alike.'),
  verifyEmail: route('verifyEmail', ['/auth/verify-email'], 'Verifies an address with the code that was mailed.'),
  resendVerification: route('resendVerification', ['/auth/resend', '/auth/resend-verification-code'], 'Mails another verification code.'),
  forgotPassword: route('forgotPassword', ['/auth/forgot-password'], 'Mails a link to set a new password.'),
  resetPassword: route('resetPassword', ['/auth/reset-password'], 'Sets a new password with the token of a mailed link.'),
  changePassword: route('changePassword', ['/auth/change-password'], 'Changes the password of whoever shows an access token.'),
}

function route<Call extends AccountCall>(call: Call, paths: AccountRoute<AccountSaid[Call]>['paths'], summary: string) {
  // TypeScript does not see that both sides of the table are of the same call.
  const inputs = accountInputs[call] as unknown as AccountRoute<AccountSaid[Call]>['inputs']
  return {
    summary,
    inputs,
    paths,
    read: readInputs<AccountSaid[Call]>(inputs),
    done,
    errors,
    unfit: (sentence: string) => error(400, sentence),
  }
}
