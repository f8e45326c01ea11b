import type { KeyboardEvent as PressedInReact } from 'react'

const left = new WeakSet<Event>()

/** Called by a toast, to which Radix gives Escape where it came after a panel: whoever is in the panel means the panel. */
export function leaveToPanel(event: KeyboardEvent): void {
  if (!(event.target instanceof Element && event.target.closest('[role=dialog]'))) return
  event.preventDefault()
  left.add(event)
}

/** Whether a panel is to close by an Escape that a toast has left to it. */
export function isLeftTo(panel: Element, { nativeEvent, target }: PressedInReact): boolean {
  return left.has(nativeEvent) && target instanceof Element && target.closest('[role=dialog]') === panel
}
