'use client'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { useKeys } from '../../../../ui/use-keys'
import { RevokeDialog, type Revocable } from '../revoke-dialog'

/**
 * The one main action of a session's page, while the session lives; `r` is its key. A question that is open stays when the session ends meanwhile:
 * what was typed is not taken from somebody's hands, and the answer says who was first.
 */
export function RevokeButton({ session, live }: { session: Revocable; live: boolean }) {
  const [asking, setAsking] = useState(false)
  useKeys(live ? { r: () => setAsking(true) } : {})
  return (
    <>
      {live && (
        <Button look="primary" onClick={() => setAsking(true)}>
          Revoke session
        </Button>
      )}
      <RevokeDialog session={asking ? session : null} onClose={() => setAsking(false)} />
    </>
  )
}
