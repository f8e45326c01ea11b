'use client'
import type { Change } from '@tessera/contract'
import { useEffect, useEffectEvent } from 'react'
import { hearChanges } from './changes'

/** Calls back at each change on the platform, and when the stream is open, for the first time or again: what happened before was not heard. */
export function useChanges(onChange: (change: Change) => void, onOpen: () => void): void {
  const heard = useEffectEvent(onChange)
  const open = useEffectEvent(onOpen)
  useEffect(() => hearChanges({ onChange: (change) => heard(change), onOpen: () => open() }), [])
}
