'use client'
import type { Client } from '@tessera/contract'
import { useEffect, useRef, useState } from 'react'
import { lifetimesOf, type Lifetimes } from './lifetimes'
import { previewChange } from './preview-change'
import { previewWords } from './preview-words'

/** Milliseconds after the last key. */
const pause = 350

export type Previewed = { readonly state: 'unchanged' | 'looking' | 'unknown' } | { readonly state: 'known'; readonly words: string }

/** Asks what the lifetimes in the form would do to the sessions there are, a moment after they were changed. The last question counts. */
export function usePreview(client: Client): { preview: Previewed; look: (lifetimes: Lifetimes) => void } {
  const [preview, setPreview] = useState<Previewed>({ state: 'unchanged' })
  const asked = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function look({ idle_timeout, absolute_lifetime }: Lifetimes): void {
    const now = lifetimesOf(client)
    const question = ++asked.current
    clearTimeout(timer.current)
    if (idle_timeout === now.idle_timeout && absolute_lifetime === now.absolute_lifetime) return setPreview({ state: 'unchanged' })
    setPreview({ state: 'looking' })
    timer.current = setTimeout(() => {
      void previewChange(client.client_id, idle_timeout, absolute_lifetime)
        .catch(() => null)
        .then((answer) => {
          if (question !== asked.current) return
          setPreview(answer ? { state: 'known', words: previewWords(answer) } : { state: 'unknown' })
        })
    }, pause)
  }

  return { preview, look }
}

const sentences = {
  unchanged: 'Change the idle timeout or the absolute lifetime, and this says how many sessions that would end now.',
  looking: 'Looking how many sessions that would end now…',
  unknown: 'How many sessions that would end now is not known.',
} as const

/** Stands where it stands, whatever it says: the button below must not move. */
export function Preview({ preview }: { preview: Previewed }) {
  return (
    <p
      role="status"
      data-preview={preview.state}
      className="min-h-10 border-l-2 border-expired pl-3 text-table data-[preview=unchanged]:border-line data-[preview=unchanged]:text-quiet"
    >
      {preview.state === 'known' ? preview.words : sentences[preview.state]}
    </p>
  )
}
