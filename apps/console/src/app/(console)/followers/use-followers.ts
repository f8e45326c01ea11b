'use client'
import type { Followers } from '@tessera/contract'
import { useEffect, useState } from 'react'
import type { Answer } from '../../../api/answer'
import { inWords, mayBeAnswered } from '../../../api/trouble'
import { fetchData } from '../../../live/fetch-data'

const longestWait = 30_000

interface Seen {
  /** As they were when they were last seen; null until then. */
  readonly followers: Followers | null
  /** Why they cannot be seen now, in words. */
  readonly trouble: string | null
}

/**
 * The followers, kept up to date while the page is visible; less often while nobody answers.
 *
 * @param first null where they are still to be asked for
 * @param every milliseconds between two looks; null: no more looks
 */
export function useFollowers(first: Followers | null, every: number | null): Seen {
  const [seen, setSeen] = useState<Seen>({ followers: first, trouble: null })
  const begun = seen.followers !== null

  useEffect(() => {
    if (every === null) return
    const rhythm = every
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0
    const left = new AbortController()
    async function look(): Promise<void> {
      if (document.visibilityState === 'visible') {
        const answer = await fetchFollowers(left.signal)
        if (left.signal.aborted) return
        failures = answer.ok ? 0 : failures + 1
        setSeen((before) => (answer.ok ? { followers: answer.body, trouble: null } : { ...before, trouble: inWords(answer.trouble).title }))
        if (!answer.ok && !mayBeAnswered(answer.trouble)) return
      }
      timer = setTimeout(() => void look(), Math.min(longestWait, rhythm * 2 ** failures))
    }
    timer = setTimeout(() => void look(), begun ? rhythm : 0)
    return () => {
      left.abort()
      clearTimeout(timer)
    }
  }, [every, begun])

  return seen
}

async function fetchFollowers(signal: AbortSignal): Promise<Answer<Followers>> {
  const came = await fetchData<Answer<Followers>>('/followers/now', signal)
  return came.ok ? came.body : came
}
