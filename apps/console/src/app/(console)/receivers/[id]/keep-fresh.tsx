'use client'
import { useEffect, useEffectEvent } from 'react'
import { useRenderAgain } from '../../../../live/use-render-again'

/**
 * Loads the page's data again and again while somebody looks at it.
 *
 * @param every milliseconds from when the last came: over a line so slow that the next were asked for before, none would ever be shown
 */
export function KeepFresh({ every }: { every: number }) {
  const { coming, renderAgain } = useRenderAgain()
  const look = useEffectEvent(() => document.visibilityState === 'visible' && void renderAgain())
  useEffect(() => {
    if (coming) return
    const timer = setInterval(() => look(), every)
    return () => clearInterval(timer)
  }, [every, coming])
  return null
}
