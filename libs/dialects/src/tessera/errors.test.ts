import { problems } from '@tessera/contract'
import { type Refusal, refusals } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import { problemOfRefusal } from './errors.js'

const noon = Date.UTC(2026, 10, 20, 12)
const ended = { state: 'ended', at: noon, reason: 'revoked_by_admin', by: null } as const

describe('our own wire format', () => {
  it('answers every refusal with a 401: a refused token is never a malformed request, and never trouble of ours', () => {
    for (const refusal of refusals) expect(problems[problemOfRefusal(refusal, null).code].status).toBe(401)
  })

  it('says why a session was ended', () => {
    expect(problemOfRefusal('session_ended', ended)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_admin' })
    expect(problemOfRefusal('reuse_detected', ended)).toMatchObject({ code: 'session_ended', reason: 'reuse_detected' })
    expect(problemOfRefusal('user_gone', ended)).toMatchObject({ reason: 'user_deleted' })
  })

  it('tells a client to log in again exactly where its token is lost', () => {
    const stillGood: readonly Refusal[] = ['proof_missing', 'wrong_client', 'client_unauthenticated']
    for (const refusal of refusals) {
      const { code, detail } = problemOfRefusal(refusal, null)
      expect(['session_ended', 'session_expired', 'invalid_refresh_token'].includes(code)).toBe(!stillGood.includes(refusal))
      expect(/still good/.test(detail)).toBe(stillGood.includes(refusal))
    }
  })
})
