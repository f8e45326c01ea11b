'use client'
import type { SessionRevocation } from '@tessera/contract'
import { unstable_isUnrecognizedActionError } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { inWords, isPassing, type Trouble } from '../../../../api/trouble'
import { stopRevocation } from './stop'

export type Stopping =
  | { readonly step: 'no' }
  | { readonly step: 'asked' }
  /** Nobody has answered yet; it is asked again and again. */
  | { readonly step: 'again' }
  | { readonly step: 'refused'; readonly sentence: string }

const unreachable: Trouble = { kind: 'unreachable' }
const older = {
  step: 'refused',
  sentence: 'The page is older than the console. It was not stopped: load the page again, and press Stop there.',
} as const

/** Stops a revocation, and does not give up while the API does not answer: what is lost otherwise are sessions. */
export function useStop(id: string, see: (revocation: SessionRevocation) => void) {
  const [stopping, setStopping] = useState<Stopping>({ step: 'no' })
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => void (left.current = true)
  }, [])

  async function stop(): Promise<void> {
    if (stopping.step === 'asked' || stopping.step === 'again') return
    setStopping({ step: 'asked' })
    for (let tries = 0; !left.current; tries++) {
      const answer = await stopRevocation(id).catch((thrown: unknown) =>
        unstable_isUnrecognizedActionError(thrown) ? null : ({ ok: false, trouble: unreachable } as const),
      )
      if (answer === null) return setStopping(older)
      if (answer.ok) {
        see(answer.body)
        return setStopping({ step: 'no' })
      }
      if (!isPassing(answer.trouble)) {
        const { title, advice } = inWords(answer.trouble)
        return setStopping({ step: 'refused', sentence: `${title}. It was not stopped. ${advice}` })
      }
      setStopping({ step: 'again' })
      await new Promise((done) => setTimeout(done, Math.min(4_000, 500 * 2 ** tries)))
    }
  }
  return { stopping, stop }
}
