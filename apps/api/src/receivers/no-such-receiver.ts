import { problem } from '../http/problem-answer.js'

/** @param outcome what was not done, as a sentence */
export function noSuchReceiver(outcome = 'Nothing was changed.') {
  return problem('not_found', `There is no receiver of this id. ${outcome}`)
}
