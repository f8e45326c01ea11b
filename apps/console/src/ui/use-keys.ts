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

/** Runs an action for a single key, unless somebody is typing or something is open on top of the page. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = actions[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if ((event.target instanceof Element && event.target.closest(elsewhere)) || document.querySelector('[role=dialog]')) return
    if (!keysAreOn()) return
    event.preventDefault()
    action()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
