import type { Trouble } from './trouble'

/** What the API answered, or why it did not. */
export type Answer<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly trouble: Trouble }
