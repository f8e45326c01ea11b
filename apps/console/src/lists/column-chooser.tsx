'use client'
import { Columns3 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Popover } from 'radix-ui'
import { Button } from '../ui/button'
import type { Column } from './columns'

const ColumnList = dynamic(() => import('./column-list').then((file) => file.ColumnList))

/** Which columns a list shows, and in which order. Its content is loaded when it is opened. */
export function ColumnChooser({ all, standard }: { all: readonly Column[]; standard: readonly string[] }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="bare" size="icon" aria-label="Columns" title="Columns" className="max-md:hidden">
          <Columns3 />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={16}
          aria-label="Columns"
          className="z-30 max-h-[var(--radix-popover-content-available-height)] min-h-40 w-72 animate-enter overflow-y-auto rounded-lg border border-line bg-surface p-2 shadow-lifted focus:outline-none"
        >
          <ColumnList all={all} standard={standard} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
