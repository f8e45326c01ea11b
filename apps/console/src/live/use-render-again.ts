'use client'
import { useRouter } from 'next/navigation'
import { useRef, useTransition } from 'react'
import { release } from '../release'
import { useTell } from '../ui/toast'
import { isDialogOpen } from './dialog-open'

/**
 * Renders the page again with what is new, where nothing is lost by it. Asks first: Next leaves a page that it cannot render again, for the browser's own
 * error or for a newer release, and a page without the API's answer has no place for what is open on it. What somebody was typing would go with it.
 * So nothing is rendered behind an open dialog, either: what is read for the page may fail alone.
 */
export function useRenderAgain() {
  const router = useRouter()
  const tell = useTell()
  const told = useRef(false)
  const [coming, start] = useTransition()

  /** Says whether it was of use: if not, it may be later. */
  function renderAgain(): Promise<boolean> {
    return new Promise((say) => {
      start(async () => {
        // A session that is over answers by leading elsewhere: the page goes that way, and learns why.
        const answer = await fetch(`/here?release=${release}`, { redirect: 'manual' }).catch(() => null)
        const comes = (answer?.ok || answer?.type === 'opaqueredirect') && !isDialogOpen()
        if (comes) start(() => router.refresh())
        else if (answer?.status === 409) tellOnce()
        say(comes || answer?.status === 409)
      })
    })
  }
  function tellOnce(): void {
    if (told.current) return
    told.current = true
    tell('This page is older than the console', 'It does not keep itself fresh any more. Load it again when you are done with it.', true)
  }
  return { coming, renderAgain }
}
