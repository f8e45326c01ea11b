'use client'
import type { SessionRevocation } from '@tessera/contract'
import { useCallback, useEffect, useState } from 'react'
import { mayBeAnswered, type Trouble } from '../../../../api/trouble'
import { fetchData } from '../../../../live/fetch-data'
import { isOver } from '../words'
import type { Progress } from './progress/route'

/** Milliseconds between two looks while it runs. */
const rhythm = 500
const longestWait = 5_000

interface Looked {
  /** As it was when it was last seen. */
  readonly revocation: SessionRevocation
  /** Why it cannot be seen now. */
  readonly trouble: Trouble | null
  /** How far this browser's clock is behind the server's, in milliseconds. */
  readonly behind: number
}

/** A revocation as it goes on: looked at twice a second until it is over, and less often while nobody answers. */
export function useProgress(first: SessionRevocation, renderedAt: number) {
  const [looked, setLooked] = useState<Looked>({ revocation: first, trouble: null, behind: 0 })
  const { id } = first
  const over = isOver(looked.revocation)
  const lost = looked.trouble !== null && !mayBeAnswered(looked.trouble)

  const see = useCallback((revocation: SessionRevocation) => setLooked((before) => ({ ...before, revocation, trouble: null })), [])

  useEffect(() => {
    if (over || lost) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0
    const left = new AbortController()
    async function look(): Promise<void> {
      const progress = await fetchData<Progress>(`/revocations/${id}/progress`, left.signal)
      if (left.signal.aborted) return
      const answer = progress.ok ? progress.body.answer : progress
      failures = answer.ok ? 0 : failures + 1
      setLooked((before) => ({
        revocation: answer.ok ? later(before.revocation, answer.body) : before.revocation,
        trouble: answer.ok ? null : answer.trouble,
        behind: progress.ok ? progress.body.now - Date.now() : before.behind,
      }))
      timer = setTimeout(() => void look(), Math.min(longestWait, rhythm * 2 ** failures))
    }
    timer = setTimeout(() => void look(), rhythm)
    return () => {
      left.abort()
      clearTimeout(timer)
    }
  }, [id, over, lost])

  return { ...looked, renderedAt, see, again: () => setLooked((before) => ({ ...before, trouble: null })) }
}

/** An answer that was long on its way must not bring back what is over. */
function later(before: SessionRevocation, now: SessionRevocation): SessionRevocation {
  return isOver(before) && !isOver(now) ? before : now
}
