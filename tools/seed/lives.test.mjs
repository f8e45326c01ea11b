import { describe, expect, it } from 'vitest'
import { lifeOf, startTimes } from './lives.mjs'
import { personAt } from './people.mjs'
import { randomFrom } from './random.mjs'

const day = 24 * 60 * 60 * 1000
const now = Date.parse('2026-11-20T12:00:00Z')

function lives(count, seed = 1) {
  const random = randomFrom(seed)
  const administrator = personAt(seed, 0)
  return [...startTimes(random, count, now)].map((at) => lifeOf(random, personAt(seed, random.below(100)), administrator, at, now))
}

describe('made-up sessions', () => {
  it('are as many as asked for, in the order of their starts, and of their ids', () => {
    const made = lives(2500)
    expect(made).toHaveLength(2500)
    for (const order of [made.map(({ startedAt }) => startedAt), made.map(({ id }) => id.slice(0, 13))])
      expect(order).toEqual([...order].sort())
  })

  it('are the same for the same seed, and others for another', () => {
    expect(lives(100)).toEqual(lives(100))
    expect(lives(100, 2)).not.toEqual(lives(100))
  })

  it('are possible: seen after their start, ended after they were seen, never expired before they were ended, and all of it in the past', () => {
    for (const { startedAt, seenAt, end, generation } of lives(5000)) {
      expect(seenAt).toBeGreaterThanOrEqual(startedAt)
      expect(seenAt).toBeLessThanOrEqual(Math.min(now, startedAt + 90 * day))
      expect(generation).toBeGreaterThanOrEqual(0)
      if (!end) continue
      expect(end.at).toBeGreaterThan(seenAt)
      expect(end.at).toBeLessThan(Math.min(now, seenAt + 14 * day, startedAt + 90 * day))
    }
  })

  it('have users who differ', () => {
    const people = Array.from({ length: 2000 }, (_, index) => personAt(1, index))
    expect(new Set(people.map(({ id }) => id)).size).toBe(2000)
    expect(new Set(people.map(({ email }) => email)).size).toBe(2000)
  })
})
