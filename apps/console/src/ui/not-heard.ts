import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation'

/** What is said of an action that was called and gave no answer: what it threw. A redirect is none of that. */
export function notHeard(thrown: unknown): { readonly refused: string } {
  unstable_rethrow(thrown)
  if (unstable_isUnrecognizedActionError(thrown)) return { refused: 'The page is older than the console. Load it again: nothing was done.' }
  return { refused: 'The console did not answer. It is not known whether it was done: load the page again to see.' }
}
