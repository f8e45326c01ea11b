import { describe, expect, it } from 'vitest'
import { Freshness, steadyClock } from './freshness.js'

/** The platform's clock is an hour ahead of this one. */
const hour = 3_600_000

describe('how fresh what is known is', () => {
  let now = 0
  const fresh = () => {
    now = 10_000
    return new Freshness(() => now)
  }

  it('is not known before there was an answer', () => {
    const freshness = fresh()
    freshness.heard(hour)
    expect(freshness.staleness).toBe(Infinity)
  })

  it('counts from the question, however long the answer took, and whatever the platform’s clock says', () => {
    const freshness = fresh()
    freshness.answered(8000, hour + 9999)
    expect(freshness.staleness).toBe(2000)
    now += 500
    expect(freshness.staleness).toBe(2500)
  })

  it('does not suffer from the time that the platform waited before it answered', () => {
    const freshness = fresh()
    freshness.answered(10_000, hour)
    now = 12_050
    freshness.answered(10_050, hour + 2000)
    expect(freshness.staleness).toBe(50)
    now = 12_100
    freshness.answered(12_090, 0)
    expect(freshness.staleness).toBe(10)
  })

  it('grows by as much as the platform’s time has grown with each page that comes', () => {
    const freshness = fresh()
    freshness.answered(10_000, hour)
    now = 11_050
    freshness.heard(hour + 1000)
    expect(freshness.staleness).toBe(50)
  })

  it('is not taken for better than it is when pages come late', () => {
    const freshness = fresh()
    freshness.answered(10_000, hour)
    now = 20_000
    freshness.heard(hour + 1000)
    expect(freshness.staleness).toBe(9000)
  })

  it('never ends in the future, when the platform’s clock was set', () => {
    const freshness = fresh()
    freshness.answered(10_000, hour)
    now = 10_500
    freshness.heard(5 * hour)
    expect(freshness.staleness).toBe(0)
    now = 20_500
    expect(freshness.staleness).toBe(10_000)
    freshness.heard(0)
    expect(freshness.staleness).toBe(10_000)
  })
})

describe('the steady clock', () => {
  let [wall, steady] = [0, 0]
  const clock = () => {
    ;[wall, steady] = [1_000_000, 0]
    return steadyClock(
      () => wall,
      () => steady,
    )
  }

  it('goes on while the machine’s time is set back', () => {
    const now = clock()
    const before = now()
    wall -= hour
    steady += 3000
    expect(now() - before).toBe(3000)
  })

  it('knows that the machine slept', () => {
    const now = clock()
    const before = now()
    wall += hour
    expect(now() - before).toBe(hour)
    wall += 10
    steady += 10
    expect(now() - before).toBe(hour + 10)
  })

  it('takes no part in small differences of the two', () => {
    const now = clock()
    const before = now()
    for (let step = 0; step < 100; step++) {
      wall += step % 2 ? 20 : 0
      steady += 10
      now()
    }
    expect(now() - before).toBe(1000)
  })
})
