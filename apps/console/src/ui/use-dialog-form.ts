'use client'
import { useEffect, useRef, useState, useTransition, type SubmitEvent } from 'react'
import type { Refusal } from '../api/refusal'
import { notHeard } from './not-heard'
import { useTell } from './toast'

/** What came of a dialog: done and told, or refused. */
export interface Answered extends Refusal {
  readonly told?: { readonly title: string; readonly detail?: string }
}

/**
 * The form of a dialog. Done, it closes and a toast says so; refused, it stays open, with the focus on the first field at fault. Both when the page
 * behind shows what is new: until then the dialog would open again with what was.
 *
 * The action is called and awaited, and not bound to the form: what it did may take the dialog off the page, and is told nevertheless. So is a
 * refusal that comes after the dialog was closed: a toast then says it, which stays until it is dismissed.
 */
export function useDialogForm(action: (form: FormData) => Promise<Answered>, onDone: () => void) {
  const tell = useTell()
  const [refusal, refuse] = useState<Refusal>({})
  const [pending, start] = useTransition()
  const ref = useRef<HTMLFormElement>(null)

  useEffect(() => {
    const { faults } = refusal
    if (!faults) return
    const controls = [...(ref.current?.elements ?? [])].filter((element) => element instanceof HTMLElement)
    controls.find((control) => (control.getAttribute('name') ?? '') in faults)?.focus()
  }, [refusal])

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (pending) return
    const form = new FormData(event.currentTarget)
    const asked = event.currentTarget.querySelector('[type=submit]')?.textContent ?? ''
    start(async () => {
      const { told, ...refused } = await action(form).catch((thrown: unknown): Answered => notHeard(thrown))
      // After an await React takes it for news of its own: here it waits for the page that came with the answer.
      start(() => {
        if (told === undefined && ref.current) return refuse(refused)
        if (told === undefined) return tellLate(asked, refused)
        onDone()
        tell(told.title, told.detail)
      })
    })
  }

  function tellLate(asked: string, { faults = {}, refused }: Refusal): void {
    const words = [...Object.values(faults), refused].filter(Boolean).join(' ')
    if (words !== '') tell(`“${asked}” is not confirmed`, words, true)
  }

  return { refusal, pending, given: { ref, onSubmit, noValidate: true } as const }
}
