'use client'
import { Columns3 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Button } from '../ui/button'
import { Popover } from '../ui/popover'
import type { Column } from './columns'

const ColumnList = dynamic(() => import('./column-list').then((file) => file.ColumnList))

/** Which columns a list shows, and in which order. Its content is loaded when it is opened. */
export function ColumnChooser({ all, standard }: { all: readonly Column[]; standard: readonly string[] }) {
  return (
    <Popover
      label="Columns"
      align="end"
      className="min-h-40 w-72"
      button={
        <Button look="bare" size="icon" aria-label="Columns" title="Columns" className="max-md:hidden">
          <Columns3 />
        </Button>
      }
    >
      {() => <ColumnList all={all} standard={standard} />}
    </Popover>
  )
}
