import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LoginLimits, type Recognise } from './login-limits.js'
import { inMemory } from './memory-counter.js'
import type { TooManyAttempts } from './too-many-attempts.js'

const bounds = {
  inAll: { points: 100, duration: 60 },
  network: { points: 20, duration: 60 },
  site: { points: 40, duration: 60 },
  accountAndNetwork: { points: 3, duration: 300 },
  account: { points: 6, duration: 300 },
  sparesNewNetworks: true,
}
let limits: LoginLimits
let looks = 0
/** Ada has been in from her phone. */
const recognise: Recognise = (email, { deviceId }) => {
  looks++
  return Promise.resolve(email === 'ada@example.com' && deviceId === 'phone' ? 'ada’s phone' : null)
}

type Outcome = 'in' | 'wrong' | TooManyAttempts

function attempt(outcome: 'in' | 'wrong', email = 'ada@example.com', ip = '192.0.2.1', deviceId: string | null = null): Promise<Outcome> {
  return limits.attempt(
    email,
    { ip, deviceId, userAgent: null },
    async () => outcome,
    (answer) => answer === 'in',
  )
}

async function fail(times: number, email?: string, ip?: string): Promise<void> {
  for (let i = 0; i < times; i++) expect(await attempt('wrong', email, ip)).toBe('wrong')
}

/** An attempt that ends with a fault of ours. */
async function meetTrouble(ip: string | null, deviceId: string | null = null): Promise<void> {
  const away = limits.attempt(
    'ada@example.com',
    { ip, deviceId, userAgent: null },
    () => Promise.reject(new Error('the database is away')),
    () => false,
  )
  await expect(away).rejects.toThrow('away')
}

function expectRefused(outcome: Outcome, retryAfter: number, limit: number): void {
  expect(outcome).toMatchObject({ outcome: 'refused', refusal: 'too_many_attempts', retryAfter, limit })
}

describe('logins', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00.000Z') })
    limits = new LoginLimits(true, inMemory, recognise, bounds, { points: 2, duration: 300 })
  })
  afterEach(() => void vi.useRealTimers())

  it('that fail on one account are slowed, and go on after the pause that was named', async () => {
    await fail(3)
    expectRefused(await attempt('in'), 300, 3)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(await attempt('in')).toBe('in')
  })

  it('all at once are no way around', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => attempt('wrong')))
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(3)
  })

  it('that succeed clear the failures', async () => {
    for (let round = 0; round < 3; round++) {
      await fail(2)
      expect(await attempt('in')).toBe('in')
    }
  })

  it('that succeed do not count, however many', async () => {
    for (let i = 0; i < 15; i++) expect(await attempt('in')).toBe('in')
  })

  it('that a fault cut short do not count', async () => {
    for (let i = 0; i < 10; i++) await meetTrouble(null)
    expect(await attempt('in', 'ada@example.com', '192.0.2.9')).toBe('in')
    await fail(3)
  })

  it('of an owner go through while others guess at the account from many networks', async () => {
    await fail(3, 'ada@example.com', '198.51.100.1')
    await fail(3, 'ada@example.com', '198.51.100.2')
    expect(await attempt('wrong', 'ada@example.com', '198.51.100.3')).toBe('wrong')
    expectRefused(await attempt('wrong', 'ada@example.com', '198.51.100.3'), 300, 6)
    expect(await attempt('in')).toBe('in')
  })

  it('that were refused from one network do not use up the account’s own count', async () => {
    await fail(3, 'ada@example.com', '198.51.100.1')
    for (let i = 0; i < 10; i++) expectRefused(await attempt('wrong', 'ada@example.com', '198.51.100.1'), 300, 3)
    await fail(3)
  })

  it('of others are not slowed by guesses at one account', async () => {
    await fail(3)
    expect(await attempt('in', 'grace@example.com')).toBe('in')
  })

  it('of one network are bounded, and an IPv6 network is a /64', async () => {
    for (let i = 0; i < 20; i++) expect(await attempt('in', `user${i}@example.com`, `2001:db8::${i}`)).toBe('in')
    expectRefused(await attempt('in', 'ada@example.com', '2001:db8::ffff'), 60, 20)
    expect(await attempt('in', 'ada@example.com', '2001:db8:0:1::1')).toBe('in')
  })

  it('that were refused to one network do not use up everybody’s', async () => {
    for (let i = 0; i < 150; i++) await attempt('in', `user${i}@example.com`, '198.51.100.1')
    expect(await attempt('in')).toBe('in')
  })

  it('that were refused to many networks do not use up everybody’s either', async () => {
    for (let network = 0; network < 60; network++) {
      for (let i = 0; i < 6; i++) await attempt('wrong', 'ada@example.com', `198.51.100.${network}`)
    }
    expect(await attempt('in', 'grace@example.com')).toBe('in')
  })

  it('of one IPv6 site are bounded, however many networks it has', async () => {
    for (let i = 0; i < 40; i++) expect(await attempt('in', `user${i}@example.com`, `2001:db8:7:${i}::1`)).toBe('in')
    expectRefused(await attempt('in', 'ada@example.com', '2001:db8:7:ffff::1'), 60, 40)
    expect(await attempt('in', 'ada@example.com', '2001:db8:8:1::1')).toBe('in')
  })

  it('at one account from the many networks of one IPv6 site are one attempt more, once the account’s count is used up', async () => {
    for (let i = 0; i < 6; i++) expect(await attempt('wrong', 'ada@example.com', `2001:db8:7:${i}::1`)).toBe('wrong')
    expect(await attempt('wrong', 'ada@example.com', '2001:db8:7:a::1')).toBe('wrong')
    for (const network of ['b', 'c']) expectRefused(await attempt('in', 'ada@example.com', `2001:db8:7:${network}::1`), 300, 6)
    expect(await attempt('in', 'ada@example.com', '2001:db8:8:1::1')).toBe('in')
  })

  it('from a site that a fault cut short leave it its attempt beyond the account’s count', async () => {
    for (let i = 0; i < 6; i++) await attempt('wrong', 'ada@example.com', `198.51.100.${i}`)
    await meetTrouble('2001:db8:7:1::1')
    expect(await attempt('in', 'ada@example.com', '2001:db8:7:2::1')).toBe('in')
  })

  it('from a site that succeed leave it its attempt beyond the account’s count', async () => {
    for (let i = 0; i < 6; i++) await attempt('wrong', 'ada@example.com', `198.51.100.${i}`)
    for (const network of ['1', '2', '3']) expect(await attempt('in', 'ada@example.com', `2001:db8:7:${network}::1`)).toBe('in')
  })

  it('are never told to come back at once, however little of the pause is left', async () => {
    await fail(3)
    await vi.advanceTimersByTimeAsync(299_700)
    expectRefused(await attempt('in'), 1, 3)
  })

  const busy = async () => {
    for (let i = 0; i < 100; i++) expect(await attempt('in', `user${i}@example.com`, `192.0.2.${10 + (i % 5)}`)).toBe('in')
  }

  it('of everybody are bounded, but for the first few of each network', async () => {
    await busy()
    for (let i = 0; i < 3; i++) expect(await attempt('in', `user${i}@example.com`, '198.51.100.1')).toBe('in')
    expectRefused(await attempt('in', 'ada@example.com', '198.51.100.1'), 60, 100)
    expect(await attempt('in', 'ada@example.com', '198.51.100.2')).toBe('in')
  })

  describe('from a device that was in before', () => {
    const underAttack = async () => {
      for (let network = 0; network < 20; network++) await attempt('wrong', 'ada@example.com', `198.51.100.${network}`)
    }

    it('go through while many networks guess at the account, and a stranger’s do not', async () => {
      await underAttack()
      await attempt('wrong', 'ada@example.com', '203.0.113.1')
      expectRefused(await attempt('in', 'ada@example.com', '203.0.113.1', 'invented'), 300, 6)
      expect(await attempt('in', 'ada@example.com', '203.0.113.1', 'phone')).toBe('in')
    })

    it('go through when somebody in the same network has used up its attempts', async () => {
      await fail(3)
      expectRefused(await attempt('in', 'ada@example.com', '192.0.2.1', 'tablet'), 300, 3)
      expect(await attempt('in', 'ada@example.com', '192.0.2.1', 'phone')).toBe('in')
    })

    it('go through when everybody’s attempts are used up', async () => {
      await busy()
      for (let i = 0; i < 3; i++) await attempt('in', `user${i}@example.com`)
      expectRefused(await attempt('in', 'grace@example.com', '192.0.2.1', 'phone'), 60, 100)
      expect(await attempt('in', 'ada@example.com', '192.0.2.1', 'phone')).toBe('in')
    })

    it('are bounded, too', async () => {
      await fail(3)
      for (let i = 0; i < 2; i++) expect(await attempt('wrong', 'ada@example.com', '192.0.2.1', 'phone')).toBe('wrong')
      expectRefused(await attempt('in', 'ada@example.com', '192.0.2.1', 'phone'), 300, 2)
    })

    it('are not bounded by faults of ours, nor by those before a success', async () => {
      for (let round = 0; round < 2; round++) {
        await fail(3)
        for (let i = 0; i < 3; i++) await meetTrouble('192.0.2.1', 'phone')
        expect(await attempt('wrong', 'ada@example.com', '192.0.2.1', 'phone')).toBe('wrong')
        expect(await attempt('in', 'ada@example.com', '192.0.2.1', 'phone')).toBe('in')
      }
    })

    it('are not looked up while no bound is reached, nor when a network asks for too much', async () => {
      looks = 0
      for (let i = 0; i < 50; i++) await attempt('in', `user${i}@example.com`, '198.51.100.1', 'phone')
      expect(looks).toBe(0)
    })

    it('that succeed give back no more than was counted', async () => {
      await underAttack()
      for (let i = 0; i < 18; i++) await attempt('wrong', 'ada@example.com', '198.51.100.1')
      expect(await attempt('in', 'ada@example.com', '198.51.100.1', 'phone')).toBe('in')
      await attempt('wrong', 'ada@example.com', '203.0.113.1')
      expectRefused(await attempt('in', 'ada@example.com', '203.0.113.1'), 300, 6)
    })
  })

  it('are not limited when limits are off', async () => {
    limits = new LoginLimits(false, inMemory, recognise, bounds)
    await fail(150)
  })
})
