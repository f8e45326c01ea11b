import { problems } from '@tessera/contract'
import { type Refusal, refusals } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import { problemOfRefusal } from './errors.js'

const noon = Date.UTC(2026, 10, 20, 12)
const ended = { state: 'ended', at: noon, reason: 'revoked_by_admin', by: null } as const

describe('our own wire format', () => {
  it('answers every refusal with a 401, and 400 where the request asked for too much: never as trouble of ours', () => {
    for (const refusal of refusals)
      expect(problems[problemOfRefusal(refusal, null).code].status).toBe(refusal === 'scope_exceeded' ? 400 : 401)
  })

  it('says why a session was ended', () => {
    expect(problemOfRefusal('session_ended', ended)).toMatchObject({ code: 'session_ended', reason: 'revoked_by_admin' })
    expect(problemOfRefusal('reuse_detected', ended)).toMatchObject({ code: 'session_ended', reason: 'reuse_detected' })
    expect(problemOfRefusal('user_gone', ended)).toMatchObject({ reason: 'user_deleted' })
  })

  it('tells a client to log in again exactly where its token is lost', () => {
    const lost: readonly Refusal[] = [
      ...(['not_minted_here', 'session_unknown', 'user_gone', 'session_ended'] as const),
      ...(['session_outlived', 'session_idle', 'user_disabled', 'reuse_detected'] as const),
    ]
    for (const refusal of refusals) {
      const { code, detail } = problemOfRefusal(refusal, null)
      expect(['session_ended', 'session_expired', 'invalid_refresh_token'].includes(code)).toBe(lost.includes(refusal))
      expect(/still good/.test(detail)).toBe(!lost.includes(refusal))
    }
  })
})
