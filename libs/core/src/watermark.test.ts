import { describe, expect, it } from 'vitest'
import { covers, type Watermark, type WatermarkScope } from './index.js'
import { aSession, noon } from '../testing/given.js'

const session = aSession({ startedAt: noon })

function watermark(scope: WatermarkScope, differences: Partial<Pick<Watermark, 'at' | 'except'>> = {}): Watermark {
  return { ...scope, at: noon, reason: 'revoked_by_admin', by: null, except: null, ...differences }
}

describe('a watermark', () => {
  it('on the platform covers every session', () => {
    expect(covers(watermark({ scope: 'platform', subject: null }), session)).toBe(true)
  })

  it('on a company covers the sessions that started in it', () => {
    expect(covers(watermark({ scope: 'company', subject: '7' }), session)).toBe(true)
    expect(covers(watermark({ scope: 'company', subject: '8' }), session)).toBe(false)
  })

  it('on a client covers its sessions', () => {
    expect(covers(watermark({ scope: 'client', subject: 'client-1' }), session)).toBe(true)
    expect(covers(watermark({ scope: 'client', subject: 'user-1' }), session)).toBe(false)
  })

  it('on a user covers their sessions', () => {
    expect(covers(watermark({ scope: 'user', subject: 'user-1' }), session)).toBe(true)
    expect(covers(watermark({ scope: 'user', subject: 'client-1' }), session)).toBe(false)
  })

  it('covers a session that started at its very instant, and none that started later', () => {
    expect(covers(watermark({ scope: 'platform', subject: null }, { at: noon }), session)).toBe(true)
    expect(covers(watermark({ scope: 'platform', subject: null }, { at: noon - 1 }), session)).toBe(false)
  })

  it('spares the one session that it excepts', () => {
    expect(covers(watermark({ scope: 'user', subject: 'user-1' }, { except: 'session-1' }), session)).toBe(false)
    expect(covers(watermark({ scope: 'user', subject: 'user-1' }, { except: 'session-2' }), session)).toBe(true)
  })
})
