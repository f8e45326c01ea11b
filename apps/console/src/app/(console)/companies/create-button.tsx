'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button'
import { NameDialog } from './name-dialog'

/** The one main action of the companies page. */
export function CreateButton() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus />
        Create company
      </Button>
      <NameDialog company={null} open={open} onClose={() => setOpen(false)} />
    </>
  )
}
