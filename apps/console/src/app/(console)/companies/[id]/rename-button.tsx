'use client'
import type { Company } from '@tessera/contract'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../ui/button'
import { NameDialog } from '../name-dialog'

export function RenameButton({ company }: { company: Company }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil />
        Rename company
      </Button>
      <NameDialog company={company} open={open} onClose={() => setOpen(false)} />
    </>
  )
}
