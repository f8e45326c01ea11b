import type { Refusal } from '@tessera/core'
import type { Dialect, WireAnswer } from '../dialect.js'
import { troublesAs } from '../trouble.js'

function error(detail: string): WireAnswer {
  return { status: 401, body: { detail } }
}

const invalid = error('Invalid refresh token')
const expired = error('Refresh token has expired')

/** The document's two sentences. The samples look for the key `token` and not at the status, so no error may have one. */
export const refreshErrors = {
  not_minted_here: invalid,
  session_unknown: invalid,
  proof_missing: invalid,
  proof_stale: invalid,
  api_key_refused: invalid,
  wrong_company: invalid,
  wrong_client: invalid,
  client_unauthenticated: invalid,
  grant_not_allowed: invalid,
  dialect_not_enabled: invalid,
  user_gone: invalid,
  session_ended: invalid,
  session_outlived: expired,
  session_idle: expired,
  user_disabled: invalid,
  scope_exceeded: invalid,
  reuse_detected: invalid,
} as const satisfies Record<Refusal, WireAnswer>

export const trouble: Dialect['trouble'] = troublesAs(({ title }) => ({ detail: title }))
