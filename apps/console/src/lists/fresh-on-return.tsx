'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { useRenderAgain } from '../live/use-render-again'

/** Places in this tab's history, with their searches, at which a list was shown since the document was loaded. */
const shown = new Set<string>()

/** Renders a list again for whoever comes back to it: the router shows it as it was when they left. */
export function FreshOnReturn() {
  const search = useSearchParams().toString()
  const { renderAgain } = useRenderAgain()
  const comeAgain = useEffectEvent(() => void renderAgain())
  useEffect(() => {
    const entry = window.navigation?.currentEntry?.key
    if (entry === undefined) return
    const place = `${entry}?${search}`
    if (shown.has(place)) comeAgain()
    shown.add(place)
  }, [search])
  return null
}
