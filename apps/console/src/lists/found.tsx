import type { ReactNode } from 'react'
import type { Answer } from '../api/answer'
import { TroubleNotice } from '../ui/trouble-notice'
import { FreshOnReturn } from './fresh-on-return'
import { Paging } from './paging'
import { Scrolling } from './scrolling'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
  readonly count: number
  readonly count_capped: boolean
}

interface FoundProps<Item> {
  found: Promise<Answer<Page<Item>>>
  page: `/${string}`
  /** Whether this is not the first page. */
  later: boolean
  /** Whether its rows keep themselves up to date. */
  live?: boolean
  /** What was not done when there is no answer: “The users were not loaded.” */
  undone: string
  /** What lies above them, whether there are any or not. */
  above?: (items: readonly Item[]) => ReactNode
  table: (items: readonly Item[], page: Page<Item>) => ReactNode
  /** An empty page. `further`: the search goes in steps, and there is more to look at. */
  nothing: (further: boolean) => ReactNode
}

/** What a search found: rows, nothing, or why there is no answer. */
export async function Found<Item>({ found, page, later, live = false, undone, above, table, nothing }: FoundProps<Item>) {
  const answer = await found
  if (!answer.ok) {
    return (
      <div className="grid flex-1 place-items-center p-4">
        <TroubleNotice trouble={answer.trouble} undone={undone} />
      </div>
    )
  }
  const { items, next } = answer.body
  return (
    <>
      {!live && <FreshOnReturn />}
      {above?.(items)}
      <Scrolling page={page}>
        {items.length > 0 ? (
          table(items, answer.body)
        ) : (
          <div className="grid grid-cols-[minmax(0,1fr)] justify-items-center px-4 py-16">{nothing(next !== null)}</div>
        )}
      </Scrolling>
      <Paging page={page} shown={items.length} next={next} later={later} />
    </>
  )
}
