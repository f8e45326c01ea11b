'use client'
import { endReasons } from '@tessera/contract'
import { ListFilter } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState, type FormEvent } from 'react'
import { Button } from '../../../ui/button'
import { controlLook, Field } from '../../../ui/field'
import type { Narrow } from './finder'
import type { Search } from './search-params'
import { reasonWords } from './state'

/** The filters that need typing or a choice; the ones that are on stand as chips beside the button. */
export function FilterForm({ search, narrow }: { search: Search; narrow: Narrow }) {
  const [open, setOpen] = useState(false)

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim() || null
    const time = (name: string) => (text(name) === null ? null : new Date(String(text(name))))
    narrow({
      reason: endReasons.find((reason) => reason === text('reason')) ?? null,
      client_id: text('client_id'),
      device: text('device'),
      started_after: time('started_after'),
      started_before: time('started_before'),
    })
    setOpen(false)
  }

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
          aria-label="Filter sessions"
          className="z-30 max-h-[var(--radix-popover-content-available-height)] w-[min(22rem,calc(100vw-2rem))] animate-enter overflow-y-auto rounded-lg border border-line bg-surface p-4 shadow-lifted"
        >
          <form onSubmit={submit} className="grid gap-3">
            <Field label="Reason it ended">
              {(given) => (
                <select {...given} name="reason" defaultValue={search.reason ?? ''} className={`${controlLook} h-8`}>
                  <option value="">Any</option>
                  {endReasons.map((reason) => (
                    <option key={reason} value={reason}>
                      {reasonWords[reason]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label="Client id">
              {(given) => (
                <input
                  {...given}
                  name="client_id"
                  maxLength={128}
                  defaultValue={search.client_id ?? ''}
                  className={`${controlLook} h-8 font-mono`}
                />
              )}
            </Field>
            <Field label="Device" hint="Part of its name or user agent, or its whole id.">
              {(given) => (
                <input {...given} name="device" maxLength={128} defaultValue={search.device ?? ''} className={`${controlLook} h-8`} />
              )}
            </Field>
            <Field label="Started after">
              {(given) => (
                <input
                  {...given}
                  name="started_after"
                  type="datetime-local"
                  defaultValue={localTime(search.started_after)}
                  className={`${controlLook} h-8`}
                />
              )}
            </Field>
            <Field label="Started before">
              {(given) => (
                <input
                  {...given}
                  name="started_before"
                  type="datetime-local"
                  defaultValue={localTime(search.started_before)}
                  className={`${controlLook} h-8`}
                />
              )}
            </Field>
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

/** As a `datetime-local` control takes it: the reader's own wall clock, without a zone. */
function localTime(at: Date | null): string {
  return at === null ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
