import { createLoader, parseAsString } from 'nuqs/server'

/** What the clients page keeps in its address. */
export const loadSearch = createLoader({ after: parseAsString })
