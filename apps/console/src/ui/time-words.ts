const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/**
 * How far a reader's clock is behind the server's, milliseconds; ahead, it is below zero. Less than a minute is nothing: so long a page may take to
 * come over a slow line.
 */
export function behindBy(server: number, reader: number): number {
  return Math.abs(server - reader) < minute ? 0 : server - reader
}

const steps = [
  { below: minute, unit: second, word: 's', words: 's' },
  { below: hour, unit: minute, word: 'min', words: 'min' },
  { below: 2 * day, unit: hour, word: 'h', words: 'h' },
  { below: 60 * day, unit: day, word: 'day', words: 'days' },
  { below: 730 * day, unit: 30 * day, word: 'month', words: 'months' },
  { below: Infinity, unit: 365 * day, word: 'year', words: 'years' },
] as const

/**
 * “5 min ago”, “in 14 days”; “just now” for what is nearer than ten seconds, since clocks differ by as much. What is past is as old as it is in
 * full; what is to come is said to the nearest, or a lifetime of 90 days would be two months as soon as it begins.
 */
export function relativeTime(at: number, now: number): string {
  const away = Math.abs(now - at)
  if (away < 10 * second) return 'just now'
  const said = (unit: number) => (at > now ? Math.round(away / unit) * unit : away)
  const { unit, word, words } = steps.find(({ below, unit }) => said(unit) < below) ?? steps[5]
  const count = Math.floor(said(unit) / unit)
  const amount = `${count} ${count === 1 ? word : words}`
  return at > now ? `in ${amount}` : `${amount} ago`
}

/** `2026-11-20 14:03`, and zoned `2026-11-20 14:03:22 GMT+1`. Without a zone it is the reader's own. */
export function exactTime(at: number, timeZone: string | undefined, zoned = false): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  const toTheMinute = `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`
  return zoned ? `${toTheMinute}:${of('second')} ${of('timeZoneName')}` : toTheMinute
}
