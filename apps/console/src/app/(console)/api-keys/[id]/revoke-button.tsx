'use client'
import type { ApiKey } from '@tessera/contract'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { RevokeDialog } from '../revoke-dialog'

export function RevokeButton({ apiKey }: { apiKey: ApiKey }) {
  const [asked, ask] = useState<ApiKey | null>(null)
  return (
    <>
      <Button onClick={() => ask(apiKey)}>Revoke API key</Button>
      <RevokeDialog apiKey={asked} onClose={() => ask(null)} />
    </>
  )
}
