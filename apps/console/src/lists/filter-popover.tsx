'use client'
import { ListFilter } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { Button } from '../ui/button'

/** The filters that need typing or a choice; the ones that are on stand as chips beside the button. */
export function FilterPopover(props: { label: string; onApply: (form: FormData) => void; children: ReactNode }) {
  const { label, onApply, children } = props
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button>
          <ListFilter />
          Filter
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={16}
          aria-label={label}
          className="z-30 max-h-[var(--radix-popover-content-available-height)] w-[min(22rem,calc(100vw-2rem))] animate-enter overflow-y-auto rounded-lg border border-line bg-surface p-4 shadow-lifted"
        >
          <form
            onSubmit={(event) => {
              event.preventDefault()
              onApply(new FormData(event.currentTarget))
              setOpen(false)
            }}
            className="grid gap-3"
          >
            {children}
            <div className="flex justify-end">
              <Button type="submit" look="primary">
                Apply filters
              </Button>
            </div>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** What was typed into a field of the form; null when it was left empty. */
export function typedIn(form: FormData, name: string): string | null {
  const value = form.get(name)
  return (typeof value === 'string' && value.trim()) || null
}
