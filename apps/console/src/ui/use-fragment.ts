'use client'
import { useMemo, useSyncExternalStore } from 'react'

let held = ''

const inAddress = (): string => window.location.hash.slice(1)

/**
 * What stands behind the `#` of this page's address, taken out of the address bar and so out of the history; null until the script has
 * loaded. Links in mails carry their codes and tokens there because browsers send it to nobody.
 */
export function useFragment(): URLSearchParams | null {
  const text = useSyncExternalStore(
    subscribe,
    () => inAddress() || held,
    () => null,
  )
  // What a form would read as a space is a plus sign in an address of somebody.
  return useMemo(() => (text === null ? null : new URLSearchParams(text.replaceAll('+', '%2B'))), [text])
}

function subscribe(reader: () => void): () => void {
  const take = (): void => {
    if (inAddress() === '') return
    held = inAddress()
    window.history.replaceState(null, '', window.location.pathname + window.location.search)
    reader()
  }
  // Next's router takes over the history after this effect. A change before that would be undone at its next render.
  const timer = setTimeout(take)
  window.addEventListener('hashchange', take)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('hashchange', take)
    held = ''
  }
}
