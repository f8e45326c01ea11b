import { endReasons } from '@tessera/contract'
import { describe, expect, it, vi } from 'vitest'
import { problem } from '../testing/api.js'
import { faultOf, loggedIn, refreshPath } from '../testing/logged-in.js'
import { SignedOut } from './faults.js'

describe('the server’s word that the session is over', () => {
  const words = [
    ...endReasons.map((reason) => ({ end: reason, told: reason })),
    { end: 'expired', told: 'expired' },
    { end: 'forgotten', told: 'unknown' },
  ] as const

  it.each(words)('signs out: $end', async ({ end, told }) => {
    const { api, time, session, store } = await loggedIn()
    const heard = vi.fn()
    session.on('signed-out', heard)
    if (end === 'forgotten') api.forgetAll()
    else api.endAll(end)
    time.advance(850)
    const fault = await faultOf(session.accessToken())
    expect(fault).toBeInstanceOf(SignedOut)
    expect(fault).toMatchObject({ reason: told })
    expect(heard.mock.calls).toEqual([[{ reason: told }]])
    expect(await store.load()).toBeNull()
    expect(await session.accessToken()).toBeNull()
    expect(api.presented()).toHaveLength(1)
  })

  it('is told for a reason that only a newer server knows, as it is', async () => {
    const { api, time, session, store } = await loggedIn()
    const { status, body } = problem('session_ended', { reason: 'moon_phase' })
    api.befall(refreshPath, { status, body: JSON.stringify(body) })
    time.advance(900)
    const fault = (await faultOf(session.accessToken())) as SignedOut
    const word: 'full moon' | 'something else' = fault.reason === 'moon_phase' ? 'full moon' : 'something else'
    expect([fault.name, word]).toEqual(['SignedOut', 'full moon'])
    expect(await store.load()).toBeNull()
  })

  it('reaches every caller that waited, and the listeners once', async () => {
    const { api, time, session } = await loggedIn()
    const heard = vi.fn()
    session.on('signed-out', heard)
    api.endAll('revoked_by_admin')
    time.advance(900)
    const faults = await Promise.all(Array.from({ length: 10 }, () => faultOf(session.accessToken())))
    for (const fault of faults) expect(fault).toBeInstanceOf(SignedOut)
    expect(heard).toHaveBeenCalledTimes(1)
  })
})
