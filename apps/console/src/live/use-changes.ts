'use client'
import type { Change } from '@tessera/contract'
import { useEffect, useEffectEvent } from 'react'
import { hearChanges } from './changes'

/** Calls back at each change on the platform, and when the stream is back after having been away. */
export function useChanges(onChange: (change: Change) => void, onBack: () => void): void {
  const heard = useEffectEvent(onChange)
  const back = useEffectEvent(onBack)
  useEffect(() => hearChanges({ onChange: (change) => heard(change), onBack: () => back() }), [])
}
