import { mostLiveKeys } from '@tessera/persistence'
import { problem } from '../http/problem-answer.js'

/** @param whoHas the beginning of the sentence: `You have`, `The user has` */
export function tooManyApiKeys(whoHas: string) {
  return problem('too_many_api_keys', `${whoHas} ${mostLiveKeys} live API keys. Nothing was made; revoke one first.`)
}

export function onlyForOwners() {
  return problem(
    'forbidden',
    'Only an owner may make an API key with the scope revocations:every_company, and for an owner. Nothing was made.',
  )
}
