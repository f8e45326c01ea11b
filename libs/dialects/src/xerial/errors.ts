import type { Refusal } from '@tessera/core'
import type { Dialect, WireAnswer } from '../dialect.js'
import { troublesAs } from '../trouble.js'

/** An error of this format, whose `code` is the status. @param message quotes nothing that was sent */
export function error(code: number, message: string): WireAnswer {
  return { status: code, body: { code, message } }
}

const refused = error(401, 'Please Authenticate')

/** The document has one answer for anything but a good token. */
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

/** The documented 500 has another shape than every other error. */
export const trouble: Dialect['trouble'] = troublesAs(({ status, title }) =>
  status === 500 ? { error: title } : { code: status, message: title },
)
