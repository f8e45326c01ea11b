'use client'
import type { Overview } from '@tessera/contract'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { inWords } from '../../../api/trouble'
import { isDialogOpen } from '../../../live/dialog-open'
import { readOverview } from './read-overview'

/** Milliseconds between two readings while somebody looks. */
const every = 20_000

/**
 * The overview, kept up to date while the page is visible. When there is no newer one, the last stays, and `trouble` says why in words.
 */
export function useOverview(first: Overview): { overview: Overview; trouble: string | null } {
  const [overview, setOverview] = useState(first)
  const [trouble, setTrouble] = useState<string | null>(null)
  const last = useRef(0)

  const read = useEffectEvent(async () => {
    if (document.visibilityState !== 'visible' || Date.now() - last.current < every) return
    last.current = Date.now()
    try {
      const answer = await readOverview(first.span)
      if (answer.ok) setOverview(answer.body)
      // Loaded again, the page leads to sign in, and back.
      if (!answer.ok && answer.trouble.kind === 'signed_out' && !isDialogOpen()) return location.reload()
      setTrouble(answer.ok ? null : inWords(answer.trouble).title)
    } catch {
      setTrouble('The console cannot be reached')
    }
  })
  useEffect(() => {
    last.current = Date.now()
    const look = () => void read()
    const timer = setInterval(look, 1_000)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return { overview, trouble }
}
