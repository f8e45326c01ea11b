import type { Overview } from '@tessera/contract'
import type { Answer } from '../../../api/answer'
import { TroubleNotice } from '../../../ui/trouble-notice'
import { Board } from './board'

/** The overview as it was when the page was asked for; from then on it keeps itself up to date. */
export async function FirstOverview({ found, undone }: { found: Promise<Answer<Overview>>; undone: string }) {
  const answer = await found
  if (answer.ok) return <Board first={answer.body} />
  return (
    <div className="grid flex-1 place-items-center">
      <TroubleNotice trouble={answer.trouble} undone={undone} />
    </div>
  )
}
