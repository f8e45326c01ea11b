'use client'

const storage = 'tessera-chosen-sessions'

/** Carries sessions that were selected one by one to the page that asks about them. They are too many for an address, and stay in this tab. */
export function keepChosen(ids: readonly string[]): void {
  sessionStorage.setItem(storage, ids.join(' '))
}

export function readChosen(): readonly string[] {
  return (sessionStorage.getItem(storage) ?? '').split(' ').filter((id) => id !== '')
}
