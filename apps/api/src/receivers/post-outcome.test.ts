import { expect, it } from 'vitest'
import { attemptedWith, pauses } from './post-outcome.js'

const answer = (status: number, body = '', retryAfter: string | null = null) => ({ status, body, retryAfter })

it.each([200, 202, 204])('%i is delivered', (status) => {
  expect(attemptedWith(answer(status), 3, 2)).toEqual({ outcome: { outcome: 'delivered', status }, restsFor: null, gone: false })
})

it.each([
  [answer(302), 'redirected', false],
  [answer(401), 'refused', false],
  [answer(400, '{"err":"invalid_audience","description":"<script>"}'), 'invalid_audience', false],
  [answer(400, '{"err":"<script>"}'), 'refused', false],
  [answer(400, 'not JSON'), 'refused', false],
  [answer(429), 'unwell', true],
  [answer(503), 'unwell', true],
  [{ fault: 'timeout' as const }, 'timeout', true],
  [{ fault: 'refused_address' as const }, 'refused_address', true],
])('%j is tried again as %s; whether the receiver is left alone meanwhile: %j', (posted, fault, rests) => {
  const attempted = attemptedWith(posted, 0, 0)
  expect(attempted).toMatchObject({ outcome: { outcome: 'later', fault }, gone: false })
  expect(attempted.restsFor !== null).toBe(rests)
})

it('attempts come further and further apart, and end', () => {
  const waits = pauses.map((pause, before) => {
    const { outcome } = attemptedWith(answer(500), before, 0)
    const after = outcome.outcome === 'later' ? outcome.after : NaN
    expect(after / pause).toBeGreaterThanOrEqual(0.8)
    expect(after / pause).toBeLessThanOrEqual(1.2)
    return pause
  })
  expect(waits).toEqual([...waits].sort((a, b) => a - b))
  expect(attemptedWith(answer(500), pauses.length, 0).outcome).toEqual({ outcome: 'given_up', status: 500, fault: 'unwell' })
})

it('a receiver that fails again and again is left alone for longer, up to an hour', () => {
  expect(attemptedWith(answer(500), 0, 0).restsFor).toBeLessThan(7)
  expect(attemptedWith(answer(500), 0, 3).restsFor).toBeGreaterThan(200)
  expect(attemptedWith(answer(500), 0, 99).restsFor).toBeLessThanOrEqual(3600 * 1.2)
})

it('what a receiver asks us to wait is waited, within an hour', () => {
  expect(attemptedWith(answer(429, '', '90'), 0, 0).restsFor).toBe(90)
  expect(attemptedWith(answer(503, '', '999999'), 0, 0).restsFor).toBe(3600)
  expect(attemptedWith(answer(503, '', 'Fri, 27 Nov 2026 12:00:00 GMT'), 0, 0).restsFor).toBeLessThan(7)
})

it('a receiver that is gone loses nothing that waits', () => {
  expect(attemptedWith(answer(410), pauses.length, 0)).toMatchObject({ outcome: { outcome: 'later', fault: 'gone' }, gone: true })
})
