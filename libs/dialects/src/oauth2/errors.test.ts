import { type Refusal, refusals } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import { troubles } from '../dialect.js'
import { refreshErrors, trouble } from './errors.js'

describe('the words of RFC 6749', () => {
  it('tell a client to drop its token exactly where the token is lost, or was never its own', () => {
    const lost: readonly Refusal[] = [
      ...(['not_minted_here', 'session_unknown', 'user_gone', 'session_ended', 'session_outlived', 'session_idle'] as const),
      ...(['user_disabled', 'reuse_detected', 'wrong_client'] as const),
    ]
    for (const refusal of refusals) expect(refreshErrors[refusal].body['error'] === 'invalid_grant', refusal).toBe(lost.includes(refusal))
  })

  it('say that the token is still good wherever it is', () => {
    for (const { body } of Object.values(refreshErrors))
      if (body['error'] !== 'invalid_grant') expect(body['error_description']).toMatch(/still good/)
  })

  it('ask for the key of a bound session, and for a new proof where it may be a recording (RFC 9449 §5, §8)', () => {
    expect(refreshErrors.proof_missing).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } })
    expect(refreshErrors.proof_stale).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } })
  })

  it('are a challenge where the client did not authenticate, and 400 for every other refusal (§5.2)', () => {
    for (const { status, body, headers } of Object.values(refreshErrors)) {
      expect(status).toBe(body['error'] === 'invalid_client' ? 401 : 400)
      expect(headers?.['www-authenticate']).toBe(status === 401 ? 'Basic realm="tessera"' : undefined)
    }
  })

  it('keep the status of what the server refuses by itself, but for a media type', () => {
    const statuses = Object.fromEntries(troubles.map((name) => [name, trouble[name].status]))
    expect(statuses).toEqual({
      malformed_request: 400,
      not_found: 404,
      method_not_allowed: 405,
      request_timeout: 408,
      payload_too_large: 413,
      uri_too_long: 414,
      unsupported_media_type: 400,
      headers_too_large: 431,
      too_many_requests: 429,
      internal_error: 500,
      unavailable: 503,
    })
  })

  it('blame the client for nothing that is our trouble', () => {
    expect(trouble.unavailable).toMatchObject({ body: { error: 'temporarily_unavailable' }, headers: { 'retry-after': '1' } })
    expect(trouble.internal_error.body['error']).toBe('server_error')
  })

  it('are of the characters that §5.2 allows', () => {
    for (const { body } of [...Object.values(refreshErrors), ...Object.values(trouble)])
      expect(body['error_description']).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/)
  })
})
