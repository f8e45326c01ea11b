import type { Dialect } from '../dialect.js'
import { accounts } from './accounts.js'
import { loginErrors, refreshErrors, trouble } from './errors.js'
import { readLogin, readRefresh, spellings } from './request.js'
import { loggedIn, refreshed } from './response.js'

export interface TalkstackSettings {
  /** What a login with an address that has no account is answered: 404 is the document's, and tells which addresses have one. */
  readonly unknownUser: 401 | 404
}

/** The Talkstack format, as its settings have it. */
export function talkstack({ unknownUser }: TalkstackSettings): Dialect {
  return {
    name: 'talkstack',
    title: 'Talkstack',
    accessTokenLifetime: 7200,
    refresh: {
      summary: 'Refreshes in the Talkstack format: the refresh token in a JSON body, under either spelling.',
      inputs: spellings.map((name) => ({ name, in: 'body', holds: 'refreshToken' })),
      paths: ['/auth/refresh-token'],
      read: readRefresh,
      answer: refreshed,
      errors: refreshErrors,
    },
    logIn: {
      summary: 'Logs a user in in the Talkstack format.',
      inputs: [
        { name: 'email', in: 'body', holds: 'email' },
        { name: 'password', in: 'body', holds: 'password' },
      ],
      paths: ['/auth/login'],
      read: readLogin,
      answer: loggedIn,
      errors: loginErrors(unknownUser),
    },
    accounts,
    trouble,
  }
}
