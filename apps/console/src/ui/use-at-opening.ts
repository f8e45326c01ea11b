import { useState } from 'react'

/**
 * What it was when the dialog opened. The page behind loads its data again, and fields keep what they were filled from: what is sent as seen must be
 * of the same moment, or a save would undo what somebody else changed meanwhile, and nobody would be told.
 */
export function useAtOpening<T>(value: T): T {
  const [atOpening] = useState(() => value)
  return atOpening
}
