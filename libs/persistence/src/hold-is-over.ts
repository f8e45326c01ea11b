/**
 * Whether a hold of so many seconds is over at `n.now`: SQL. One that ends later than any could is from before the database’s clock was set back,
 * and whoever had it may be gone for as long. Twice its length, so that a clock which is set right by seconds has nothing done twice.
 */
export const holdIsOver = (heldUntil: string, seconds: number) =>
  `(${heldUntil} IS NULL OR ${heldUntil} <= n.now OR ${heldUntil} > n.now + interval '${2 * seconds} seconds')`
