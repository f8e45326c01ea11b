import { createLoader, parseAsString } from 'nuqs/server'

/** What the companies page keeps in its address. */
export const loadSearch = createLoader({ after: parseAsString })
