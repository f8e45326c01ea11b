'use client'
import type { LogEvent } from '@tessera/contract'
import { usePathname, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { noteInHistory, notedInHistory } from '../../../lists/history-note'
import { Dialog, DialogPanel } from '../../../ui/dialog'
import { EventPanel } from './event-panel'

/** The address of an event: its list's, with the event open beside it. */
export function addressOf(list: URLSearchParams, id: string): `/events?${string}` {
  const search = new URLSearchParams(list)
  search.set('event', id)
  return `/events?${search}`
}

/** Opens an event that is in the list: nothing is asked for again. */
export function openEvent(address: string): void {
  history.pushState(null, '', address)
  noteInHistory('opened', true)
}

/** Back to the list where it was opened from there, so that nobody has to go back twice; else the list takes its place. */
function closeEvent(): void {
  if (notedInHistory('opened') === true) return history.back()
  const list = new URLSearchParams(location.search)
  list.delete('event')
  history.replaceState(null, '', list.size === 0 ? '/events' : `/events?${list}`)
}

/**
 * The event of the address, beside the list, with all that the log knows of it.
 *
 * @param named the event of the address that the page was loaded with, which need not be in the list
 */
export function OpenEvent({ events, named }: { events: readonly LogEvent[]; named: LogEvent | null }) {
  const id = useSearchParams().get('event')
  const here = usePathname() === '/events'
  const event = [...events, ...(named ? [named] : [])].find((event) => event.id === id)
  // Kept while the panel closes.
  const [kept, keep] = useState(event)
  if (event && event !== kept) keep(event)
  const shown = event ?? (id === null ? kept : undefined)
  const open = here && id !== null
  return (
    <Dialog open={open} onOpenChange={(opens) => !opens && closeEvent()}>
      {shown ? (
        <EventPanel event={shown} />
      ) : (
        <DialogPanel place="side" title="There is no such event">
          <p className="mt-4">It may be older than the log is kept, or about another company. The list beside it has what you can see.</p>
        </DialogPanel>
      )}
    </Dialog>
  )
}
