import { describe, expect, it } from 'vitest'
import { clock } from '../testing/clock.js'
import { backoff } from './backoff.js'
import { UnreachableError } from './faults.js'

const fault = (retryAfter: number | null = null) => new UnreachableError('nobody there', { retryAfter })

function failing(times: number) {
  const time = clock()
  const pause = backoff(time.now)
  for (let i = 0; i < times; i += 1) pause.faulted(fault())
  return { time, pause }
}

describe('the back-off', () => {
  it('lets the attempt after a first fault follow at once', () => {
    expect(() => failing(1).pause.check()).not.toThrow()
  })

  it.each([
    { faults: 2, least: 0.5, most: 1 },
    { faults: 3, least: 1, most: 2 },
    { faults: 4, least: 2, most: 4 },
    { faults: 20, least: 15, most: 30 },
  ])('waits for $least to $most seconds after $faults faults', ({ faults, least, most }) => {
    const { time, pause } = failing(faults)
    time.advance(least - 0.001)
    expect(() => pause.check()).toThrow('nobody there')
    time.advance(most - least + 0.001)
    expect(() => pause.check()).not.toThrow()
  })

  it('draws its waits by lot', () => {
    const waits = Array.from({ length: 20 }, () => {
      const { time, pause } = failing(20)
      let waited = 0
      for (; ; waited += 0.1, time.advance(0.1)) {
        try {
          pause.check()
          return waited.toFixed(1)
        } catch {
          continue
        }
      }
    })
    expect(new Set(waits).size).toBeGreaterThan(1)
  })

  it('waits as long as it is asked to, from the first fault on, but never for more than five minutes', () => {
    const { time, pause } = failing(0)
    pause.faulted(fault(40))
    time.advance(39.9)
    expect(() => pause.check()).toThrow()
    time.advance(0.1)
    expect(() => pause.check()).not.toThrow()
    pause.faulted(fault(86_400))
    time.advance(299)
    expect(() => pause.check()).toThrow()
    time.advance(1)
    expect(() => pause.check()).not.toThrow()
  })

  it('begins again after a success', () => {
    const { pause } = failing(20)
    pause.succeeded()
    expect(() => pause.check()).not.toThrow()
    pause.faulted(fault())
    expect(() => pause.check()).not.toThrow()
  })

  it('does not count what fails because this machine is offline', () => {
    const time = clock()
    let offline = true
    const pause = backoff(time.now, () => offline)
    for (let i = 0; i < 20; i += 1) pause.faulted(fault())
    expect(() => pause.check()).not.toThrow()
    offline = false
    pause.faulted(fault())
    expect(() => pause.check()).not.toThrow()
    pause.faulted(fault())
    expect(() => pause.check()).toThrow()
  })

  it('does not last for hours when the clock is set back', () => {
    const { time, pause } = failing(20)
    time.advance(-3600)
    expect(() => pause.check()).not.toThrow()
  })
})
