import type { Receiver } from '@tessera/contract'
import { WhenRoughly } from '../../../../ui/when'
import { formWords, ReceiverStateWord } from '../receiver-words'
import { Actions } from './actions'
import { EditButton } from './edit-button'
import { ReceiverFacts } from './receiver-facts'

interface ReceiverViewProps {
  receiver: Receiver
  bound: boolean
  mayChange: boolean
  /** All that a webhook may ask for. */
  kinds: readonly string[]
}

/** How a receiver stands, all there is to know about it, and what can be done. */
export function ReceiverView({ receiver, bound, mayChange, kinds }: ReceiverViewProps) {
  const { name, form } = receiver
  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-title font-semibold [overflow-wrap:anywhere]">
            <bdi>{name}</bdi>
          </h1>
          <p className="flex flex-wrap items-center gap-x-4 text-quiet">
            <ReceiverStateWord state={receiver.state} />
            {formWords[form].name}
          </p>
        </div>
        {mayChange && <EditButton receiver={receiver} kinds={kinds} />}
      </div>
      <div className="@container grid grid-cols-[minmax(0,1fr)] gap-6">
        <Trouble receiver={receiver} />
        <div
          className={
            mayChange
              ? 'grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 @4xl:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]'
              : 'grid grid-cols-[minmax(0,1fr)]'
          }
        >
          <ReceiverFacts receiver={receiver} bound={bound} />
          {mayChange && <Actions receiver={receiver} />}
        </div>
      </div>
    </>
  )
}

/** What keeps it from being told, and what becomes of what it should be. */
function Trouble({ receiver: { state, failing_since, retry_at, paused_at, waiting } }: { receiver: Receiver }) {
  if (state === 'paused' && paused_at !== null) {
    return (
      <p className="border-l-2 border-ended py-0.5 pl-3">
        It was paused <WhenRoughly at={paused_at} />. What happens meanwhile waits
        {waiting > 0 && `, ${waiting.toLocaleString('en')}${waiting >= 1000 ? ' or more' : ''} so far`}, and is sent when it goes on.
      </p>
    )
  }
  if (state === 'failing' && failing_since !== null) {
    return (
      <p className="border-l-2 border-reuse py-0.5 pl-3">
        A delivery failed <WhenRoughly at={failing_since} />, and nothing was taken since. It is tried again
        {retry_at && (
          <>
            {' '}
            <WhenRoughly at={retry_at} />
          </>
        )}
        , more and more seldom; what is given up in the end can be sent again below.
      </p>
    )
  }
  return null
}
