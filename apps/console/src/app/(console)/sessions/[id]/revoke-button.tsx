'use client'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { useKeys } from '../../../../ui/use-keys'
import { RevokeDialog, type Revocable } from '../revoke-dialog'

/** The one main action of a session's page; `r` is its key. */
export function RevokeButton({ session }: { session: Revocable }) {
  const [asking, setAsking] = useState(false)
  useKeys({ r: () => setAsking(true) })
  return (
    <>
      <Button look="primary" onClick={() => setAsking(true)}>
        Revoke session
      </Button>
      <RevokeDialog session={asking ? session : null} onClose={() => setAsking(false)} />
    </>
  )
}
