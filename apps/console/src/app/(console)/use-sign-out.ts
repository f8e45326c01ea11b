'use client'
import { startTransition } from 'react'
import { forgetTab } from '../../lists/last-search'
import { notHeard } from '../../ui/not-heard'
import { useTell } from '../../ui/toast'
import { signOut } from './sign-out'

/** Signs out of the console, and says so when that was not heard. */
export function useSignOut(): () => void {
  const tell = useTell()
  return () => {
    forgetTab()
    startTransition(async () => {
      try {
        await signOut()
      } catch (thrown) {
        tell('“Sign out” is not confirmed', notHeard(thrown).refused, true)
      }
    })
  }
}
