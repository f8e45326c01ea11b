'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Milliseconds between two looks. */
const every = 3_000

/** Looks again while something on the page is about to change, and somebody looks at it. */
export function KeepFresh() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), every)
    return () => clearInterval(timer)
  }, [router])
  return null
}
