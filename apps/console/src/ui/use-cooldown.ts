'use client'
import { useEffect, useState } from 'react'

/** Seconds between two mails with a code to one address; asked for sooner, the API sends none. */
const cooldown = 60

/**
 * Seconds until another code may be asked for.
 *
 * @param asked counts how often one was; null: never. Each count begins the wait anew.
 */
export function useCooldown(asked: number | null): number {
  const [waited, setWaited] = useState({ asked, seconds: 0 })
  useEffect(() => {
    if (asked === null) return
    const began = Date.now()
    const timer = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000)
      setWaited({ asked, seconds })
      if (seconds >= cooldown) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [asked])
  if (asked === null) return 0
  return Math.max(0, cooldown - (waited.asked === asked ? waited.seconds : 0))
}
