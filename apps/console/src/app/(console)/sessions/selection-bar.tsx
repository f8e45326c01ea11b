'use client'
import { useRouter } from 'next/navigation'
import { countWords, type Counted } from '../../../lists/count'
import type { useSelection } from '../../../lists/select-rows'
import { selectionCap } from '../../../lists/selection'
import { Button } from '../../../ui/button'
import type { RowQuery } from './fetch-rows'

interface SelectionBarProps {
  selecting: NonNullable<ReturnType<typeof useSelection>>
  page: readonly string[]
  paged: boolean
  found: Counted
  query: RowQuery
}

/** What is selected, what else could be, and the way to end it. Lies over the list and moves nothing. */
export function SelectionBar({ selecting, page, paged, found, query }: SelectionBarProps) {
  const { ids, all, full, selectAll, clear } = selecting
  const router = useRouter()
  const wholePage = page.length > 0 && page.every((id) => ids.has(id))
  const matching = allMatching(found, query)

  function revoke(): void {
    selecting.keep()
    const { after: _page, ...filters } = query
    const search = new URLSearchParams(Object.entries(filters).map(([name, value]) => [name, String(value)]))
    if (all) {
      search.set('matching', 'all')
      return router.push(`/revocations/new?${search}`)
    }
    router.push('/revocations/new?chosen=1')
  }

  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-20 md:absolute md:bottom-14 flex justify-center px-4">
      {(all || ids.size > 0) && (
        <div className="pointer-events-auto flex max-w-full animate-enter flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-surface py-2 pr-2 pl-4 shadow-lifted">
          <p className="text-table">
            {all ? `All ${matching} selected` : `${countWords({ count: ids.size, count_capped: false }, 'session', 'sessions')} selected`}
            {full && <span className="text-quiet"> – {selectionCap.toLocaleString('en')} at most, or all that match</span>}
          </p>
          {!all && wholePage && paged && (
            <Button look="bare" size="small" onClick={selectAll}>
              Select all {matching}
            </Button>
          )}
          <Button look="bare" size="small" onClick={clear}>
            Clear
          </Button>
          <Button look="primary" onClick={revoke}>
            {all ? 'Revoke all…' : `Revoke ${countWords({ count: ids.size, count_capped: false }, 'session', 'sessions')}…`}
          </Button>
        </div>
      )}
    </div>
  )
}

/** “1,234 matching”. The count is of all that match: where the search is not for live ones, only some of them can end. */
function allMatching(found: Counted, { state }: RowQuery): string {
  return state === 'active' ? countWords(found, 'matching', 'matching') : `live ones of the ${countWords(found, 'matching', 'matching')}`
}
