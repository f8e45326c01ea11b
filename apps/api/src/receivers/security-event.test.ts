import type { LogEntry } from '@tessera/persistence'
import { expect, it } from 'vitest'
import { revocationEvent, sessionRevoked, verification, verificationEvent } from './security-event.js'

const issuer = 'https://auth.example.com'
const at = Date.parse('2026-11-20T12:00:00.250Z')
const entry: LogEntry = {
  ...{ id: 7, at, kind: 'session_ended', reason: 'reuse_detected', sessionId: 's1', clientId: 'shop', by: null, ip: null, userAgent: null },
  ...{ user: { id: 'u1', email: 'ada@example.com' }, company: { id: 2, name: 'Two' }, note: 'a secret note', details: null },
}
const watermark = (subject: string, details: object = {}): LogEntry => ({
  ...{ ...entry, kind: 'watermark_set', reason: 'revoked_by_admin', sessionId: null, clientId: null, user: null, company: null },
  details: { subject, except: null, ...details },
})
const subjectOf = (about: LogEntry, companyId: number | null = null) => revocationEvent(about, issuer, companyId).sub_id
const user = { format: 'iss_sub', iss: issuer, sub: 'u1' }
const [two, shop] = [
  { format: 'opaque', id: '2' },
  { format: 'opaque', id: 'shop' },
]

it('a session’s end names the session, its user, client and company, and says who set it going', () => {
  expect(revocationEvent(entry, issuer, 2)).toEqual({
    sub_id: { format: 'complex', session: { format: 'opaque', id: 's1' }, user, application: shop, tenant: two },
    txn: '7',
    events: {
      [sessionRevoked]: {
        event_timestamp: 1_795_176_000,
        initiating_entity: 'policy',
        reason_admin: { en: 'A refresh token was used by two parties' },
        reason: 'reuse_detected',
        revoked_at: '2026-11-20T12:00:00.250Z',
      },
    },
  })
})

it('nothing of a person is told but their id', () => {
  expect(JSON.stringify(revocationEvent(entry, issuer, 2))).not.toMatch(/ada@|note/)
})

it('a watermark names what it covers; a receiver of one company is told that company’s part', () => {
  expect(subjectOf(watermark('user:u1'))).toEqual({ format: 'complex', user })
  expect(subjectOf(watermark('user:u1'), 2)).toEqual({ format: 'complex', user, tenant: two })
  expect(subjectOf(watermark('client:shop'))).toEqual({ format: 'complex', application: shop })
  expect(subjectOf(watermark('client:shop'), 2)).toEqual({ format: 'complex', application: shop, tenant: two })
  expect(subjectOf(watermark('company:2'))).toEqual({ format: 'complex', tenant: two })
  expect(subjectOf(watermark('platform'))).toEqual({ format: 'uri', uri: issuer })
  expect(subjectOf(watermark('platform'), 2)).toEqual({ format: 'complex', tenant: two })
})

it('the one session that a watermark spares is named', () => {
  expect(revocationEvent(watermark('user:u1', { except: 's9' }), issuer, null).events[sessionRevoked]).toMatchObject({
    except_session_id: 's9',
    initiating_entity: 'admin',
  })
})

it('a test is a verification of the receiver itself', () => {
  expect(verificationEvent('r1')).toEqual({ sub_id: { format: 'opaque', id: 'r1' }, events: { [verification]: {} } })
})
