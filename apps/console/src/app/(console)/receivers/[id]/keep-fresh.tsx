'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Loads the page's data again and again while somebody looks at it. @param every milliseconds */
export function KeepFresh({ every }: { every: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), every)
    return () => clearInterval(timer)
  }, [router, every])
  return null
}
