import type { Overview } from '@tessera/contract'
import type { Span } from './search-params'

export type Point = Overview['points'][number]
/** What is counted at each point. */
export type Tally = Exclude<keyof Point, 'at'>

/** One thing over time. A null is a gap: nobody counted then, which is not the same as nothing. */
export interface Series {
  readonly tally: Tally
  readonly name: string
  /** A token of tokens.css. */
  readonly hue: `--${string}`
}

export interface Drawn {
  readonly at: number
  readonly values: readonly (number | null)[]
}

/**
 * What a chart draws. The last point is not over yet: of what is counted it would always show a fall, so it is left out.
 *
 * @param per `minute` for a rate, whatever a point covers; `point` for the number itself
 */
export function drawnPoints(
  { points, step }: Pick<Overview, 'points' | 'step'>,
  series: readonly Series[],
  per: 'minute' | 'point',
): Drawn[] {
  const divisor = per === 'minute' ? step / 60 : 1
  const counted = series.every(({ tally }) => tally !== 'live')
  return (counted ? points.slice(0, -1) : points).map((point) => ({
    at: Date.parse(point.at),
    values: series.map(({ tally }) => {
      const value = point[tally]
      return value === null ? null : value / divisor
    }),
  }))
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const rough = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

/** “1,204”, “0.4”: no more digits than one can mean. */
export function figure(value: number): string {
  return value < 10 && !Number.isInteger(value) ? rough.format(value) : whole.format(value)
}

/** “12.3K”, for an axis. */
export function shortFigure(value: number): string {
  return short.format(value)
}

/** The end of an axis that begins at zero, and its ticks: whole numbers where the values are. */
export function ticksUpTo(most: number): readonly number[] {
  if (most <= 0) return [0, 1]
  const power = 10 ** Math.floor(Math.log10(most))
  const factor = [1, 2, 4, 6, 8, 10].find((each) => each * power >= most) ?? 10
  const end = factor * power
  return end < 2 ? [0, end] : [0, end / 2, end]
}

/**
 * Where the axis of time has ticks: every quarter of an hour, every six hours of a day, or where a new day begins, by the clock of whoever looks. Points are
 * whole hours of UTC, and none of them is a midnight where clocks differ from it by half an hour.
 */
export function ticksAlong(drawn: readonly Drawn[], span: Span): number[] {
  const times = drawn.map(({ at }) => at)
  if (span === 'week') return times.filter((at, place) => place > 0 && dayOf(at) !== dayOf(times[place - 1] ?? at))
  return times.filter((at) => {
    const clock = new Date(at)
    return span === 'hour' ? clock.getMinutes() % 15 === 0 : clock.getMinutes() === 0 && clock.getHours() % 6 === 0
  })
}

function dayOf(at: number): number {
  return new Date(at).getDate()
}

/** What a chart shows, in a sentence, for those who do not see it. */
export function summary(drawn: readonly Drawn[], series: readonly Series[], time: (at: number) => string): string {
  return series
    .map(({ name }, place) => {
      const known = drawn.flatMap(({ at, values }) => {
        const value = values[place]
        return value === null || value === undefined ? [] : [{ at, value }]
      })
      const last = known.at(-1)
      if (!last) return `${name}: nothing is known of this time.`
      const most = known.reduce((best, each) => (each.value > best.value ? each : best))
      return most.value === 0 ? `${name}: none.` : `${name}: ${figure(last.value)} now, ${figure(most.value)} at most, at ${time(most.at)}.`
    })
    .join(' ')
}
