import { describe, expect, it, vi } from 'vitest'
import type { ClaimSource, TokenSubject } from './claim-source.js'
import { ClaimsUnavailable, CustomClaims } from './custom-claims.js'

const subject: TokenSubject = {
  subject: '0199d2f5-0000-7000-8000-000000000001',
  clientId: 'console',
  scope: 'account',
  session: { id: '0199d2f5-0000-7000-8000-000000000002', companyId: 7, roles: [] },
}
const saying = (claims: Awaited<ReturnType<ClaimSource['claimsOf']>>, names = Object.keys(claims)) => ({ names, claimsOf: () => claims })

describe('custom claims', () => {
  it('are what all sources say of a token', async () => {
    const company = {
      names: ['company'],
      claimsOf: ({ session }: TokenSubject) => Promise.resolve({ company: session?.companyId ?? null }),
    }
    expect(await new CustomClaims([saying({ plan: 'pro', seats: 3 }), company]).of(subject)).toEqual({ plan: 'pro', seats: 3, company: 7 })
    expect(await new CustomClaims([]).of(subject)).toEqual({})
  })

  it.each(['sub', 'aud', 'exp', 'roles', 'company_id', 'session_started_at', 'cnf', 'token_use'])('never take the place of %s', (name) => {
    expect(() => new CustomClaims([saying({}, [name])])).toThrow(`${name} is taken`)
  })

  it('do not come from two sources under one name', () => {
    expect(() => new CustomClaims([saying({ plan: 'pro' }), saying({ plan: 'free' })])).toThrow('plan is taken')
  })

  it('are no more than what their source has named', async () => {
    await expect(new CustomClaims([saying({ plan: 'pro', roles: ['owner'] }, ['plan'])]).of(subject)).rejects.toThrow('did not name')
  })

  it('fit into a header', async () => {
    await expect(new CustomClaims([saying({ note: 'é'.repeat(1_100) })]).of(subject)).rejects.toThrow('bytes')
    expect(await new CustomClaims([saying({ note: 'é'.repeat(900) })]).of(subject)).toHaveProperty('note')
  })

  it('are unknown, and not left out, when a source fails', async () => {
    const failing = { names: ['plan'], claimsOf: () => Promise.reject(new Error('the billing service is away')) }
    await expect(new CustomClaims([saying({ seats: 3 }), failing]).of(subject)).rejects.toBeInstanceOf(ClaimsUnavailable)
  })

  it('are waited for no longer than their time, and the source is told when that is over', async () => {
    const told = vi.fn()
    const silent: ClaimSource = {
      names: ['plan'],
      claimsOf: (_, signal) => new Promise(() => signal.addEventListener('abort', told)),
    }
    await expect(new CustomClaims([silent], 20).of(subject)).rejects.toBeInstanceOf(ClaimsUnavailable)
    expect(told).toHaveBeenCalledOnce()
  })
})
