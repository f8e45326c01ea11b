import type { Dialect } from '../dialect.js'
import { loginErrors, refreshErrors, trouble } from './errors.js'
import { readLogin, readRefresh } from './request.js'
import { loggedIn, refreshed } from './response.js'

export interface TalkstackSettings {
  /** What a login with an address that has no account is answered: 404 is the document's, and tells which addresses have one. */
  readonly unknownUser: 401 | 404
}

export function talkstack({ unknownUser }: TalkstackSettings): Dialect {
  return {
    name: 'talkstack',
    title: 'Talkstack',
    accessTokenLifetime: 7200,
    refresh: {
      summary: 'Refreshes in the Talkstack format: the refresh token in a JSON body, under either spelling.',
      paths: ['/auth/refresh-token'],
      read: readRefresh,
      answer: refreshed,
      errors: refreshErrors,
    },
    logIn: {
      summary: 'Logs a user in in the Talkstack format.',
      paths: ['/auth/login'],
      read: readLogin,
      answer: loggedIn,
      errors: loginErrors(unknownUser),
    },
    trouble,
  }
}
