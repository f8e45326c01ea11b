/**
 * While one call is in the air, every caller shares its answer; what the others gave as arguments does not count.
 */
export function singleFlight<A extends unknown[], T>(call: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
  let inFlight: Promise<T> | undefined
  return (...given) => (inFlight ??= call(...given).finally(() => (inFlight = undefined)))
}
