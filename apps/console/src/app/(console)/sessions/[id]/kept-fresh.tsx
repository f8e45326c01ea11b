'use client'
import type { AdminSession } from '@tessera/contract'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef } from 'react'
import { calmly } from '../../../../live/calmly'
import { useChanges } from '../../../../live/use-changes'
import { mayConcern } from '../ended-by'

/** Renders the session again when something has happened to it, or may have: what is open says the same as its row. */
export function KeptFresh({ session }: { session: Pick<AdminSession, 'id' | 'state'> }) {
  const router = useRouter()
  const refresh = useEffectEvent(async () => router.refresh())
  const asking = useRef<ReturnType<typeof calmly>>(null)
  useEffect(() => {
    const calm = calmly(() => refresh())
    asking.current = calm
    return () => calm.stop()
  }, [])
  useChanges(
    (change) => mayConcern(session, change) && asking.current?.ask(),
    () => asking.current?.ask(),
  )
  return null
}
