'use client'
import type { ClipboardEvent } from 'react'
import { secretIn, type PastedSecret } from '../security/pasted-secret'
import { useTell } from '../ui/toast'

/**
 * For a box that is searched by. What is pasted there is often what was found, such as a stolen token; a search stands in an address, and addresses in
 * histories and logs. So a token is replaced by the id of its session, and an API key by its beginning, before anything is asked.
 */
export function useSearched(set: (text: string) => void) {
  const tell = useTell()

  function onText(text: string): void {
    const secret = secretIn(text)
    set(secret ? (secret.seen ?? '') : text)
    if (secret) tell(wordsOf(secret), 'It was read in this browser, and sent nowhere.')
  }
  return {
    onText,
    /** A box takes fewer letters than a token has. */
    onPaste(event: ClipboardEvent): void {
      const text = event.clipboardData.getData('text')
      if (!secretIn(text)) return
      event.preventDefault()
      onText(text)
    },
  }
}

function wordsOf({ kind, seen }: PastedSecret): string {
  if (seen === null) return 'This access token belongs to no session'
  return kind === 'API key' ? 'The API key was replaced by its beginning' : `The ${kind} was replaced by the id of its session`
}
