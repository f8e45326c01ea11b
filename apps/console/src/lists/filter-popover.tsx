'use client'
import { ListFilter } from 'lucide-react'
import type { ReactNode } from 'react'
import { secretIn } from '../security/pasted-secret'
import { Button } from '../ui/button'
import { Popover } from '../ui/popover'

/** The filters that need typing or a choice; the ones that are on stand as chips beside the button. */
export function FilterPopover(props: { label: string; onApply: (form: FormData) => void; children: ReactNode }) {
  const { label, onApply, children } = props
  return (
    <Popover
      label={label}
      className="w-[min(22rem,calc(100vw-2rem))] scroll-pb-16 p-4"
      button={
        <Button>
          <ListFilter />
          Filter
        </Button>
      }
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            onApply(new FormData(event.currentTarget))
            close()
          }}
          className="grid gap-3"
        >
          {children}
          <div className="sticky -bottom-4 -mx-4 -mb-4 flex justify-end border-t border-line bg-surface px-4 py-3">
            <Button type="submit" look="primary">
              Apply filters
            </Button>
          </div>
        </form>
      )}
    </Popover>
  )
}

/** What was typed into a field of the form; null when it was left empty. It goes into an address: of something secret there is only what may be seen. */
export function typedIn(form: FormData, name: string): string | null {
  const value = form.get(name)
  const typed = typeof value === 'string' ? value.trim() : ''
  const secret = secretIn(typed)
  return (secret ? secret.seen : typed) || null
}
