import { everythingScopes, type Scope } from './scopes'
import type { SessionFilter } from '@tessera/contract'
import { queryOf } from '../../../../lists/search'
import { unreadIn, type Address } from '../../../../lists/unread'
import { loadSearch } from '../../sessions/search-params'

/** What a revocation is asked to end. Plain data: it goes to the browser. */
export type Target =
  /** The sessions that were selected one by one; they are in the browser’s tab. */
  | { readonly kind: 'chosen' }
  | { readonly kind: 'filter'; readonly filter: SessionFilter }
  | { readonly kind: 'everything'; readonly scope: Scope; readonly of: string | null }

/**
 * What an address asks to end; null while nothing is chosen. An empty filter means every session there is, so it is taken only from an
 * address that says `matching=all`; and a filter that cannot be read is never left out: then `unread` says so, and nothing may be ended.
 */
export function targetIn(address: Address): { readonly target: Target | null; readonly unread: readonly string[] } {
  const { chosen, everything, of, matching, after: _page, ...filters } = address
  if (chosen !== undefined) return { target: { kind: 'chosen' }, unread: [] }
  if (everything !== undefined) {
    const scope = everythingScopes.find((each) => each === everything)
    const named = typeof of === 'string' && of.trim() !== '' ? of.trim() : null
    if (!scope || (scope === 'platform') !== (named === null)) return { target: null, unread: [] }
    return { target: { kind: 'everything', scope, of: named }, unread: [] }
  }
  const search = loadSearch(new URLSearchParams(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, String(value)]] : []))))
  const unread = unreadIn(filters, search)
  const filter = queryOf<SessionFilter>(search)
  const given = matching === 'all' || Object.keys(filter).length > 0
  return { target: given && unread.length === 0 ? { kind: 'filter', filter } : null, unread }
}

/** A target as the API takes it. @param ids those of the tab, where single ones were chosen */
export function bodyOf(target: Target, ids: readonly string[]) {
  switch (target.kind) {
    case 'chosen':
      return { ids: [...ids] }
    case 'filter':
      return { filter: target.filter }
    case 'everything':
      return { everything: { scope: target.scope, ...(target.of !== null && { id: target.of }) } }
  }
}
