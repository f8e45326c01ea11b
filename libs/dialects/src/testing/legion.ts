import type { Refusal } from '@tessera/core'
import type { Dialect, HandedOut, Reading, RefreshSaid, WireAnswer, WireRequest } from '../dialect.js'
import { fieldsOf } from '../fields.js'
import { troublesAs } from '../trouble.js'

const relieve = 'The watchword is wrong. Log in again.'
const elsewhere = 'The watchword is not taken at this post. It is still good.'

const errors = {
  not_minted_here: wrong(401, relieve),
  session_unknown: wrong(401, relieve),
  proof_missing: wrong(403, elsewhere),
  proof_stale: wrong(403, elsewhere),
  api_key_refused: wrong(403, elsewhere),
  wrong_company: wrong(403, elsewhere),
  wrong_client: wrong(403, elsewhere),
  client_unauthenticated: wrong(403, elsewhere),
  grant_not_allowed: wrong(403, elsewhere),
  dialect_not_enabled: wrong(403, elsewhere),
  user_gone: wrong(401, relieve),
  session_ended: wrong(401, relieve),
  session_outlived: wrong(401, relieve),
  session_idle: wrong(401, relieve),
  user_disabled: wrong(401, relieve),
  scope_exceeded: wrong(403, elsewhere),
  reuse_detected: wrong(401, relieve),
} as const satisfies Record<Refusal, WireAnswer>

/** Invented, by following docs/guides/dialects.md: what a fifth format takes. */
export const legion: Dialect = {
  name: 'legion',
  title: 'Legion',
  refresh: {
    summary: 'Refreshes in the Legion format: the refresh token is the watchword of a JSON body.',
    inputs: [{ name: 'watchword', in: 'body', holds: 'refreshToken' }],
    paths: ['/legion/watch/relieve'],
    read,
    answer,
    errors,
  },
  trouble: troublesAs(({ sentence }) => ({ ok: false, why: sentence })),
}

function read({ body }: WireRequest): Reading<RefreshSaid> {
  const watchword = fieldsOf(body)?.['watchword']
  return typeof watchword === 'string' ? { said: { refreshToken: watchword } } : { answer: wrong(400, 'There is no watchword.') }
}

function answer({ accessToken, accessTokenExpiresIn, refreshToken }: HandedOut): WireAnswer {
  return { status: 200, body: { ok: true, pass: accessToken, seconds: accessTokenExpiresIn, watchword: refreshToken } }
}

function wrong(status: number, why: string): WireAnswer {
  return { status, body: { ok: false, why } }
}
