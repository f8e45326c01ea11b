'use client'
import { useSyncExternalStore } from 'react'
import { densityOf, preferenceNames, remember, themeOf, type Density, type Theme } from './preferences'

interface Preferences {
  readonly theme: Theme
  readonly density: Density
}

const readings: { readonly [Name in keyof Preferences]: (value: string | undefined) => Preferences[Name] } = {
  theme: themeOf,
  density: densityOf,
}
const readers = new Set<() => void>()

/** Another window may have changed what this one shows: it is seen when somebody comes back. */
function subscribe(reader: () => void): () => void {
  readers.add(reader)
  window.addEventListener('focus', show)
  return () => {
    readers.delete(reader)
    if (readers.size === 0) window.removeEventListener('focus', show)
  }
}

/** A preference as the browser has it now, for all its windows. */
export function preferenceNow<Name extends keyof Preferences>(name: Name): Preferences[Name] {
  return readings[name](new RegExp(`(?:^|; )${preferenceNames[name]}=(\\w+)`).exec(document.cookie)?.[1])
}

/** The same, in every place that shows it. @param now what the server read, when it rendered the page */
export function usePreference<Name extends keyof Preferences>(name: Name, now: Preferences[Name]): Preferences[Name] {
  return useSyncExternalStore(
    subscribe,
    () => preferenceNow(name),
    () => now,
  )
}

/** Shows the page the way somebody wants it, at once and from now on. */
export function prefer({ theme, density }: Partial<Preferences>): void {
  if (theme) remember(preferenceNames.theme, theme)
  if (density) remember(preferenceNames.density, density)
  show()
}

function show(): void {
  document.documentElement.dataset['theme'] = preferenceNow('theme')
  const density = preferenceNow('density')
  for (const table of document.querySelectorAll<HTMLElement>('table[data-density]')) table.dataset['density'] = density
  for (const reader of readers) reader()
}
