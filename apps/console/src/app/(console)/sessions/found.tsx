import type { AdminSessionPage } from '@tessera/contract'
import type { Answer } from '../../../api/answer'
import { TroubleNotice } from '../../../ui/trouble-notice'
import type { Density } from '../../preferences'
import { NothingFound } from './nothing-found'
import { Paging } from './paging'
import { SessionsTable } from './table'

interface FoundProps {
  found: Promise<Answer<AdminSessionPage>>
  density: Density
  mayRevoke: boolean
  /** Whether a search or a filter is on. */
  narrowed: boolean
  /** Whether this is not the first page. */
  later: boolean
}

/** What the search found: rows, nothing, or why there is no answer. */
export async function Found({ found, density, mayRevoke, narrowed, later }: FoundProps) {
  const answer = await found
  if (!answer.ok) {
    return (
      <div className="grid flex-1 place-items-center p-4">
        <TroubleNotice trouble={answer.trouble} undone="The sessions were not loaded." />
      </div>
    )
  }
  const { items, next } = answer.body
  return (
    <>
      <div className="min-h-0 flex-1 md:overflow-auto">
        {items.length > 0 ? (
          <SessionsTable sessions={items} density={density} mayRevoke={mayRevoke} />
        ) : (
          <NothingFound narrowed={narrowed} later={later} further={next !== null} />
        )}
      </div>
      <Paging shown={items.length} next={next} later={later} />
    </>
  )
}
