'use client'
import { useSyncExternalStore } from 'react'
import { classNames } from '../ui/class-names'
import { Tile } from '../ui/tile'
import { liveState, watchLiveState } from './changes'

/** Whether what happens shows by itself: a quiet word, and another one while it does not. */
export function LiveMark() {
  const state = useSyncExternalStore(watchLiveState, liveState, () => 'begins' as const)
  const paused = state === 'paused'
  return (
    <p
      role="status"
      title={
        paused
          ? 'The stream of changes is away. It is tried again; what is shown may be old.'
          : 'New and ended sessions show by themselves.'
      }
      className={classNames(
        'flex min-w-12 items-center gap-1.5 text-table whitespace-nowrap text-quiet max-sm:min-w-0',
        !paused && 'max-sm:sr-only',
      )}
    >
      {state === 'begins' ? null : (
        <>
          <Tile className={paused ? 'bg-expired' : 'bg-active'} />
          <span className={paused ? 'max-sm:hidden' : undefined}>{paused ? 'Live paused' : 'Live'}</span>
          {paused && <span className="sm:hidden">Paused</span>}
        </>
      )}
    </p>
  )
}
