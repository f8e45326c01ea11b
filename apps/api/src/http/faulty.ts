import type { FieldFault } from '@tessera/contract'
import { problem } from './problem-answer.js'

/** The answer to fields that cannot be taken. @param undone what was not done, such as `created` */
export function faulty(undone: string, faults: readonly FieldFault[]) {
  const [first] = faults
  return problem('validation_failed', `Nothing was ${undone}: ${first?.field} ${first?.fault}.`, { fields: faults })
}
