/** SQLSTATEs that say "another transaction was in the way": the work was not done, and may be tried again at once. */
const contention = new Set(['55P03', '40001', '40P01'])

/** Whether a statement failed only because somebody else held or took the row: a lost race, not a fault. */
export function isLostRace(fault: unknown): boolean {
  return typeof fault === 'object' && fault !== null && 'code' in fault && contention.has(String(fault.code))
}

/** Whether a statement failed because of a value that it was given, such as text that is none: a data exception (SQLSTATE class 22). */
export function isOfAValue(fault: unknown): boolean {
  return typeof fault === 'object' && fault !== null && 'code' in fault && /^22/.test(String(fault.code))
}

/** Whether a statement was given up because it took longer than statements may. */
export function isOutOfTime(fault: unknown): boolean {
  return typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === '57014'
}

/** Thrown when a row stayed contended, or the database busy with others, until the deadline: trouble of ours (503), never the client's. */
export class ContentionFault extends Error {
  override readonly name = 'ContentionFault'
}

/** Tries until `attempt` returns something other than undefined, or the deadline of 2.5 s has passed. */
export async function untilSettled<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 2500
  do {
    try {
      const settled = await attempt()
      if (settled !== undefined) return settled
    } catch (fault) {
      if (!isLostRace(fault)) throw fault
    }
  } while (performance.now() < deadline)
  throw new ContentionFault('The row was changed by others until the deadline.')
}
