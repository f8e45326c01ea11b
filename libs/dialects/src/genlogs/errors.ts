import type { Refusal } from '@tessera/core'
import type { Dialect, LoginRefusal, WireAnswer } from '../dialect.js'
import { troublesAs } from '../trouble.js'

function error(detail: string): WireAnswer {
  return { status: 401, body: { detail } }
}

const refused = error('Invalid API key or refresh token')

/**
 * One word for all. With a word of its own, any of them would tell the holder of one company's key about the sessions of another:
 * a forged token is refused before its key is looked at, so even "invalid API key" alone would say that the token is real.
 */
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
  user_gone: refused,
  session_ended: refused,
  session_outlived: refused,
  session_idle: refused,
  user_disabled: refused,
  scope_exceeded: refused,
  reuse_detected: refused,
} as const satisfies Record<Refusal, WireAnswer>

const wrong = error('Invalid API key, email or password')

/** One word here too: a key must not learn which passwords are right in other companies. */
export const loginErrors = {
  user_unknown: wrong,
  wrong_password: wrong,
  user_inactive: wrong,
  email_unverified: wrong,
  second_factor_owed: wrong,
  second_factor_wrong: wrong,
  second_factor_lost: wrong,
  api_key_refused: wrong,
  wrong_company: wrong,
  client_unusable: wrong,
  proof_missing: wrong,
  changed_meanwhile: wrong,
} as const satisfies Record<LoginRefusal, WireAnswer>

export const trouble: Dialect['trouble'] = troublesAs(({ title }) => ({ detail: title }))
