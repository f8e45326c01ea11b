'use client'
import type { AdminSession } from '@tessera/contract'
import { useEffect, useEffectEvent, useRef } from 'react'
import { calmly } from '../../../../live/calmly'
import { useChanges } from '../../../../live/use-changes'
import { useRenderAgain } from '../../../../live/use-render-again'
import { mayConcern } from '../ended-by'

/** Milliseconds until a page that could not be rendered again is tried once more. */
const patience = 5_000

/** Renders the session again when something has happened to it, or may have: what is open says the same as its row. */
export function KeptFresh({ session }: { session: Pick<AdminSession, 'id' | 'state'> }) {
  const { renderAgain } = useRenderAgain()
  const asking = useRef<ReturnType<typeof calmly>>(null)
  const later = useRef<ReturnType<typeof setTimeout>>(undefined)
  const refresh = useEffectEvent(async () => {
    clearTimeout(later.current)
    if (!(await renderAgain())) later.current = setTimeout(() => asking.current?.ask(), patience)
  })
  useEffect(() => {
    const calm = calmly(() => refresh())
    asking.current = calm
    return () => {
      calm.stop()
      asking.current = null
      clearTimeout(later.current)
    }
  }, [])
  useChanges(
    (change) => mayConcern(session, change) && asking.current?.ask(),
    () => asking.current?.ask(),
  )
  return null
}
