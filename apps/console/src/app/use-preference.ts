'use client'
import { useSyncExternalStore } from 'react'
import { preferenceNames, remember, type Density, type Theme } from './preferences'

interface Preferences {
  readonly theme: Theme
  readonly density: Density
}

let chosen: Partial<Preferences> = {}
const readers = new Set<() => void>()

function subscribe(reader: () => void): () => void {
  readers.add(reader)
  return () => void readers.delete(reader)
}

/** A preference as it stands in this page, in every place that shows it. @param now what the server read, when it rendered the page */
export function usePreference<Name extends keyof Preferences>(name: Name, now: Preferences[Name]): Preferences[Name] {
  return useSyncExternalStore(
    subscribe,
    () => chosen[name] ?? now,
    () => now,
  )
}

/** Shows the page the way somebody wants it, at once and from now on. */
export function prefer(wanted: Partial<Preferences>): void {
  chosen = { ...chosen, ...wanted }
  const { theme, density } = wanted
  if (theme) {
    remember(preferenceNames.theme, theme)
    document.documentElement.dataset['theme'] = theme
  }
  if (density) {
    remember(preferenceNames.density, density)
    for (const table of document.querySelectorAll<HTMLElement>('table[data-density]')) table.dataset['density'] = density
  }
  for (const reader of readers) reader()
}
