'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useTransition } from 'react'

/**
 * Loads the page's data again and again while somebody looks at it.
 *
 * @param every milliseconds from when the last came: over a line so slow that the next were asked for before, none would ever be shown
 */
export function KeepFresh({ every }: { every: number }) {
  const router = useRouter()
  const [coming, start] = useTransition()
  useEffect(() => {
    if (coming) return
    const timer = setInterval(() => document.visibilityState === 'visible' && start(() => router.refresh()), every)
    return () => clearInterval(timer)
  }, [router, every, coming])
  return null
}
