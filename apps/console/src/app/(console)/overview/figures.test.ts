import { afterEach, describe, expect, it, vi } from 'vitest'
import { drawnPoints, figure, summary, ticksAlong, ticksUpTo, type Point, type Series } from './figures'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const point = (minutes: number, logins: number | null): Point => ({
  at: new Date(noon + minutes * 60_000).toISOString(),
  ...{ logins, live: null, failed_logins: 0, refreshes: 0, ended: 0, reuse_detected: 0 },
})
const series: readonly Series[] = [{ tally: 'logins', name: 'Logins', hue: '--login' }]
const time = (at: number) => new Date(at).toISOString().slice(11, 16)

afterEach(() => vi.unstubAllEnvs())

describe('a figure of the overview', () => {
  it('is a rate per minute whatever a point covers, and a gap stays a gap', () => {
    const points = [point(0, 30), point(15, null), point(30, 0), point(45, 1)]
    expect(drawnPoints({ points, step: 900 }, series, 'minute').map(({ values }) => values[0])).toEqual([2, null, 0])
    expect(drawnPoints({ points, step: 900 }, series, 'point').map(({ values }) => values[0])).toEqual([30, null, 0])
  })

  it('leaves out the point that is not over yet, of what is counted alone', () => {
    const points = [point(0, 30), point(15, 1)]
    expect(drawnPoints({ points, step: 900 }, series, 'point')).toHaveLength(1)
    expect(drawnPoints({ points, step: 900 }, [{ tally: 'live', name: 'Live', hue: '--active' }], 'point')).toHaveLength(2)
  })

  it('has no more digits than it means', () => {
    expect([0, 0.0625, 3.27, 12.7, 1_204.4].map(figure)).toEqual(['0', '0.063', '3.3', '13', '1,204'])
  })

  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [2, [0, 1, 2]],
    [3, [0, 2, 4]],
    [7, [0, 4, 8]],
    [41, [0, 30, 60]],
    [1_204, [0, 1_000, 2_000]],
    [0.3, [0, 0.4]],
  ])('stands on an axis from zero: up to %s, ticks at %s', (most, ticks) => {
    expect(ticksUpTo(most)).toEqual(ticks)
  })

  it.each([
    ['UTC', '00:00'],
    ['Asia/Kolkata', '00:30'],
    ['Asia/Kathmandu', '00:45'],
    ['America/St_Johns', '00:30'],
    ['Pacific/Kiritimati', '00:00'],
  ])('has a tick for each day that begins within a week, in %s too', (zone, began) => {
    vi.stubEnv('TZ', zone)
    const week = Array.from({ length: 168 }, (_, hours) => ({ at: noon + hours * 3_600_000, values: [0] }))
    const ticks = ticksAlong(week, 'week').map((at) => new Date(at))
    expect(ticks.map((at) => at.toTimeString().slice(0, 5))).toEqual(Array(7).fill(began))
    expect(new Set(ticks.map((at) => at.getDate())).size).toBe(7)
  })

  it('has ticks at whole quarters and hours of the reader’s clock', () => {
    vi.stubEnv('TZ', 'Asia/Kathmandu')
    const hours = (ticks: number[]) => ticks.map((at) => new Date(at).toTimeString().slice(0, 5))
    const every = (minutes: number, length: number) =>
      Array.from({ length }, (_, place) => ({ at: noon + place * minutes * 60_000, values: [] }))
    expect(hours(ticksAlong(every(15, 96), 'day'))).toEqual(['18:00', '00:00', '06:00', '12:00'])
    expect(hours(ticksAlong(every(1, 60), 'hour'))).toEqual(['17:45', '18:00', '18:15', '18:30'])
  })

  it('is told in a sentence to those who do not see the chart', () => {
    const told = (points: Point[]) => summary(drawnPoints({ points: [...points, point(9, 9)], step: 60 }, series, 'point'), series, time)
    expect(told([point(0, 3), point(1, 12), point(2, 5)])).toBe('Logins: 5 now, 12 at most, at 12:01.')
    expect(told([point(0, 0), point(1, null)])).toBe('Logins: none.')
    expect(told([point(0, null)])).toBe('Logins: nothing is known of this time.')
  })
})
