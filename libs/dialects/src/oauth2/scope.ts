import type { Reading } from '../dialect.js'
import { error } from './errors.js'

/** How many characters a `scope` may have. */
export const longestScope = 1000

/** RFC 6749 §3.3: words of printable ASCII without quotation mark and backslash, with one space between two of them. */
const syntax = /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/

/** Reads a `scope`: its words, each once; null when there is none, which asks for everything that was granted. */
export function readScope(scope: string | undefined): Reading<readonly string[] | null> {
  if (scope === undefined) return { said: null }
  if (!syntax.test(scope)) return { answer: error(400, 'invalid_scope', 'scope must be words with one space between two of them.') }
  return { said: [...new Set(scope.split(' '))] }
}
