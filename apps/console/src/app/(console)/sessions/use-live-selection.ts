'use client'
import type { AdminSession } from '@tessera/contract'
import { useEffect, useEffectEvent } from 'react'
import { useSelection } from '../../../lists/select-rows'
import { useChanges } from '../../../live/use-changes'

/** What is selected and still lives: a session that ends is taken off, on whatever page it was selected. */
export function useLiveSelection(rows: readonly AdminSession[]): ReturnType<typeof useSelection> {
  const selecting = useSelection()
  const dropOver = useEffectEvent(() => {
    const over = rows.filter(({ id, state }) => state !== 'active' && selecting?.ids.has(id))
    if (over.length > 0) selecting?.drop(over.map(({ id }) => id))
  })
  useEffect(() => dropOver(), [rows, selecting?.ids])
  useChanges(
    ({ kind, session_id }) => kind === 'session_ended' && session_id && selecting?.drop([session_id]),
    () => undefined,
  )
  return selecting
}
