import { overviewSpans, type Overview } from '@tessera/contract'
import { createLoader, parseAsStringLiteral } from 'nuqs/server'

export type Span = Overview['span']

/** What the overview keeps in its address. What cannot be read counts as not given. */
export const loadSearch = createLoader({ span: parseAsStringLiteral(overviewSpans).withDefault('hour') })
