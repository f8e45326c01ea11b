import * as z from 'zod'

/** One spelling for each number: no sign, no leading zero, no space, no other base. */
const decimal = /^(0|[1-9][0-9]*)$/

/**
 * A whole number from `min` to `max` that is part of an address, and so is text there; a program gives it as the number that it is.
 *
 * `z.coerce` would also take what `Number` makes of it: `0x1`, `1e0`, ` 1`, `true`.
 */
export function wholeNumber(min: number, max: number) {
  const fault = `must be a whole number from ${min} to ${max}`
  const number = z.int(fault).min(min, fault).max(max, fault)
  return z.preprocess((given: number) => (isDecimal(given) ? Number(given) : given), number)
}

function isDecimal(given: unknown): boolean {
  return typeof given === 'string' && decimal.test(given)
}
