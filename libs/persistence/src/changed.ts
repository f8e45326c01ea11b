/** Which of some rules are to be others. */
export function changedIn<T extends object>(before: T, after: T): readonly (keyof T)[] {
  return (Object.keys(after) as (keyof T)[]).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

/** What the event log says of a change: those rules, and no other. */
export function picked<T extends object>(rules: T, names: readonly (keyof T)[]): object {
  return Object.fromEntries(names.map((name) => [name, rules[name]]))
}
