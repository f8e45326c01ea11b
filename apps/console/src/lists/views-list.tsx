'use client'
import type { SavedView } from '@tessera/contract'
import { Check, X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef, useState, useTransition, type SubmitEvent } from 'react'
import type { Refusal } from '../api/refusal'
import { Button } from '../ui/button'
import { TextField } from '../ui/form-parts'
import { notHeard } from '../ui/not-heard'
import { SignInAgain } from '../ui/sign-in-again'
import { useTell } from '../ui/toast'
import { forgetView, saveView, type Saved } from './save-view'

interface ViewsListProps {
  list: SavedView['page']
  path: `/${string}`
  views: readonly SavedView[] | null
  /** The search as it is now. */
  query: string
  /** Which view that is. */
  current: string | null
  onChange: (change: (views: readonly SavedView[]) => readonly SavedView[]) => void
  onLeave: () => void
}

/** The saved views of a list: to apply, to forget, and to save the search that is shown as one. */
export function ViewsList({ list: page, path, views, query, current, onChange, onLeave }: ViewsListProps) {
  const [refusal, refuse] = useState<Refusal>({})
  const [pending, start] = useTransition()
  const tell = useTell()
  const name = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const none = useRef<HTMLParagraphElement>(null)
  /** Where in the list the view was that was forgotten last. */
  const [gap, leaveGap] = useState<{ readonly at: number } | null>(null)

  // The button that was pressed is gone, and the focus with it, unless somebody has gone on.
  useEffect(() => {
    if (gap === null || document.activeElement !== document.body) return
    const buttons = list.current?.querySelectorAll('button') ?? []
    const next = buttons[Math.min(gap.at, buttons.length - 1)] ?? none.current
    next?.focus()
  }, [gap])

  function save(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (pending) return
    const typed = name.current?.value ?? ''
    start(async () => {
      const { view, ...refused } = await saveView({ page, name: typed, query }).catch((thrown: unknown): Saved => notHeard(thrown))
      refuse(refused)
      if (!view) return name.current?.focus()
      onChange((before) => {
        const others = before.filter((each) => each.name !== view.name && each.id !== view.id)
        return [...others, view].sort((one, other) => one.name.localeCompare(other.name, 'en'))
      })
      onLeave()
      tell('View saved', view.name)
    })
  }
  function forget({ id, name: forgotten }: SavedView, at: number): void {
    start(async () => {
      const refused: Refusal = await forgetView(id).catch(notHeard)
      refuse(refused)
      if (refused.refused) return
      onChange((before) => before.filter((each) => each.id !== id))
      leaveGap({ at })
      tell('View forgotten', forgotten)
    })
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {views === null ? (
        <p className="px-2 py-1.5 text-table text-quiet">Your saved views were not loaded. Load the page again in a moment.</p>
      ) : views.length === 0 ? (
        <p ref={none} tabIndex={-1} className="px-2 py-1.5 text-table text-quiet">
          No views yet. A view is a search under a name, for you alone.
        </p>
      ) : (
        <ul ref={list} aria-label="Saved views">
          {views.map((view, at) => (
            <li key={view.id} className="flex items-center rounded-sm hover:bg-hover">
              <Link
                href={view.query === '' ? path : `${path}?${view.query}`}
                prefetch={false}
                onClick={onLeave}
                aria-current={view.id === current ? 'true' : undefined}
                className="flex h-8 min-w-0 flex-1 items-center gap-2 px-2"
              >
                <bdi title={view.name} className="truncate">
                  {view.name}
                </bdi>
                {view.id === current && <Check aria-hidden className="size-4 shrink-0 text-faint" />}
              </Link>
              <Button
                look="bare"
                size="small"
                aria-label={`Forget view ${view.name}`}
                onClick={({ detail }) => detail <= 1 && forget(view, at)}
                className="h-8"
              >
                <X />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={save} noValidate className="grid gap-2 border-t border-line px-2 pt-2">
        {query === '' ? (
          <p className="pb-1 text-table text-quiet">Search or filter first; then it can be saved here.</p>
        ) : (
          <>
            <TextField
              ref={name}
              label="Save this search as"
              maxLength={80}
              dir="auto"
              autoComplete="off"
              fault={refusal.faults?.['name'] ?? refusal.faults?.['query']}
            />
            <Button type="submit" aria-disabled={pending}>
              {pending ? 'Saving…' : 'Save view'}
            </Button>
          </>
        )}
        <p role="alert" className="text-table text-reuse empty:hidden">
          {refusal.refused}
          <SignInAgain to={refusal.signIn} />
        </p>
      </form>
    </div>
  )
}
