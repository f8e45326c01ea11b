'use client'
import { useEffect, useEffectEvent } from 'react'

const storage = 'tessera-keys'

/** Whether single keys do something; people can turn them off in the shortcut sheet. */
export function keysAreOn(): boolean {
  return localStorage.getItem(storage) !== 'off'
}

export function turnKeys(on: boolean): void {
  localStorage.setItem(storage, on ? 'on' : 'off')
}

/** Where typing is text, or belongs to what is open on top. */
const elsewhere = 'input, textarea, select, [contenteditable], [role=dialog], [role=menu]'

/** Whether a key is meant for the page: nobody is typing, nothing is open on top, and single keys are on. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false
  if ((event.target instanceof Element && event.target.closest(elsewhere)) || document.querySelector('[role=dialog]')) return false
  return keysAreOn()
}

/** Runs an action for a single key, unless somebody is typing or something is open on top of the page. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = actions[event.key]
    if (!action || !isForPage(event)) return
    event.preventDefault()
    action()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
