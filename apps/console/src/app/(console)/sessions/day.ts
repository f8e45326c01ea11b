/**
 * What a `datetime-local` control gives, as the time that it is on the reader's own wall clock. @param before what the control was given: it shows no
 * seconds, and not which of the two hours that an autumn night has twice
 */
export function timeIn(typed: string | null, before: Date | null): Date | null {
  return typed === wallClock(before) ? before : typed === null ? null : new Date(typed)
}

/** As a `datetime-local` control takes it: the reader's own wall clock, without a zone. */
export function wallClock(at: Date | null): string {
  return at === null ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What a `date` control gives, as the first moment of that day where the reader is. */
export function dayIn(typed: string | null): Date | null {
  return typed === null ? null : new Date(`${typed}T00:00`)
}

/** The first moment of the next day. Days are not always 24 hours long. */
export function dayAfter(day: Date | null): Date | null {
  return day && new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1)
}

/** As a `date` control takes it: the reader's own day. @param off milliseconds: −1 is the day that ends at this moment */
export function dayOf(at: Date | null, off = 0): string {
  return wallClock(at && new Date(at.getTime() + off)).slice(0, 10)
}
