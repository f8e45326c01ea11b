/** Units that people set lifetimes in, largest first, in seconds. */
export const durationUnits = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const
export type DurationUnit = keyof typeof durationUnits

const units = Object.keys(durationUnits) as DurationUnit[]

/** Seconds as a whole number of the largest unit that fits: 900 is 15 minutes, 90 is 90 seconds. */
export function splitDuration(seconds: number): { readonly amount: number; readonly unit: DurationUnit } {
  const unit = units.find((each) => seconds >= durationUnits[each] && seconds % durationUnits[each] === 0) ?? 'seconds'
  return { amount: seconds / durationUnits[unit], unit }
}

const digits = new Intl.NumberFormat('en')

/** “15 minutes”, “1 day”, “90 seconds”. */
export function durationWords(seconds: number): string {
  const { amount, unit } = splitDuration(seconds)
  return `${digits.format(amount)} ${amount === 1 ? unit.slice(0, -1) : unit}`
}

/**
 * A duration as a `DurationField` sends it, in seconds: null for “the platform’s”, NaN for what is no number. Whether it may be is for the
 * contract to say.
 */
export function durationIn(form: FormData, name: string): number | null {
  if (form.get(`${name}_own`) !== 'own') return null
  const typed = form.get(name)
  const unit = units.find((each) => each === form.get(`${name}_unit`)) ?? 'seconds'
  const amount = typeof typed === 'string' && typed.trim() !== '' ? Number(typed) : NaN
  // Tenths of an hour are whole seconds; what is left of a division is not.
  return Math.round(amount * durationUnits[unit] * 1000) / 1000
}
