import type { Refusal } from '@tessera/core'
import type { Dialect, LoginRefusal, WireAnswer } from '../dialect.js'
import { troublesAs } from '../trouble.js'

/** The document lists statuses and no bodies: these are ours, in one shape for every error of the format. */
const titles = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const

/** An error of this format. @param message quotes nothing that was sent */
export function error(statusCode: keyof typeof titles, message: string): WireAnswer {
  return { status: statusCode, body: { statusCode, error: titles[statusCode], message } }
}

const refused = error(401, 'The refresh token is invalid, has expired, or cannot be used here.')

/** One word for every refusal but the documented 404: what else was wrong is between the log and whoever runs the server. */
export const refreshErrors = {
  not_minted_here: refused,
  session_unknown: refused,
  proof_missing: refused,
  proof_stale: refused,
  api_key_refused: refused,
  wrong_company: refused,
  wrong_client: refused,
  client_unauthenticated: refused,
  grant_not_allowed: refused,
  dialect_not_enabled: refused,
  user_gone: error(404, 'The user of this refresh token does not exist any more.'),
  session_ended: refused,
  session_outlived: refused,
  session_idle: refused,
  user_disabled: refused,
  scope_exceeded: refused,
  reuse_detected: refused,
} as const satisfies Record<Refusal, WireAnswer>

const wrong = error(401, 'No account has this email and password.')

/** About the client's rules, whoever the user is: judged before the password. */
const elsewhere = error(401, 'Logging in this way is not possible here.')

/**
 * The words of a login.
 *
 * @param unknownUser the document's 404 tells everybody which addresses have accounts; 401 is the answer to a wrong password
 */
export function loginErrors(unknownUser: 401 | 404) {
  return {
    user_unknown: unknownUser === 404 ? error(404, 'There is no account with this email.') : wrong,
    wrong_password: wrong,
    user_inactive: wrong,
    email_unverified: error(401, 'The email address is not verified yet. Send the code that was mailed to it.'),
    second_factor_owed: wrong,
    second_factor_wrong: wrong,
    second_factor_lost: wrong,
    api_key_refused: wrong,
    wrong_company: wrong,
    client_unusable: elsewhere,
    proof_missing: elsewhere,
    changed_meanwhile: wrong,
  } as const satisfies Record<LoginRefusal, WireAnswer>
}

export const trouble: Dialect['trouble'] = troublesAs(({ status, title, sentence }) => ({
  statusCode: status,
  error: title,
  message: sentence,
}))
