import { problem } from '../http/problem-answer.js'

/** @param outcome what was not done, as a sentence */
export function noSuchClient(outcome: string) {
  return problem('not_found', `There is no client of this id. ${outcome}`)
}
