const noon = Date.UTC(2026, 10, 20, 12)

/** A clock that a test sets. */
export function clock() {
  let at = noon
  return {
    now: () => at,
    advance: (seconds: number) => void (at += seconds * 1000),
  }
}
