import { mostLiveKeys } from '@tessera/persistence'
import { problem } from '../http/problem-answer.js'

/** @param whoHas the beginning of the sentence: `You have`, `The user has` */
export function tooManyApiKeys(whoHas: string) {
  return problem('too_many_api_keys', `${whoHas} ${mostLiveKeys} live API keys. Nothing was made; revoke one first.`)
}
