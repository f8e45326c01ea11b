import { problem } from '../http/problem-answer.js'

/** The answer to a password that cannot be set. @param field where it was, such as `body.new_password` */
export function weakPassword(field: string, faults: readonly string[]) {
  const fields = faults.map((fault) => ({ field, fault }))
  return problem('validation_failed', `Nothing was done: the password ${faults.join(', and ')}.`, { fields })
}
