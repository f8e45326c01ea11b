import type { Dialect } from '../dialect.js'
import { refreshErrors, trouble } from './errors.js'
import { readRefresh } from './request.js'
import { refreshed } from './response.js'

/** What goes before `/auth/refresh-tokens`: nothing, or something like `/api/v2`. */
export type Prefix = '' | `/${string}`

/** The document elides the prefix. These are served always: none, and the one of the boilerplate that the format comes from. */
export const usualPrefixes = ['', '/v1'] as const

export interface XerialSettings {
  /** Beside the usual ones. */
  readonly prefixes: readonly Prefix[]
}

/** The Xerial format, served under the usual prefixes and those of its settings. It has no login of its own here. */
export function xerial({ prefixes }: XerialSettings): Dialect {
  return {
    name: 'xerial',
    title: 'Xerial',
    refresh: {
      summary: 'Refreshes in the Xerial format: the refresh token in a JSON body or a form.',
      inputs: [{ name: 'refreshToken', in: 'body', holds: 'refreshToken' }],
      paths: [...usualPrefixes, ...prefixes].map((prefix) => `${prefix}/auth/refresh-tokens` as const),
      takesForms: true,
      read: readRefresh,
      answer: refreshed,
      errors: refreshErrors,
    },
    trouble,
  }
}
