'use client'
import { useActionState, useEffect, useRef, useState, useTransition, type SubmitEvent } from 'react'
import type { Refusal } from '../api/refusal'
import { notHeard } from './not-heard'
import { useTell } from './toast'

/** What came of a form, in words. */
export interface Told extends Refusal {
  readonly done?: string
}

/**
 * A form and what came of it. It works before its script has loaded too: then the browser posts it, and the page comes back with the same
 * words. Afterwards the focus is on the first field that is at fault, or on the
 * control marked `data-again`. When nobody answers, the form stays as it is, and a toast says so.
 *
 * @param first the state before anything was sent: one object for the life of the page
 * @param page where to post to before the script has loaded; default: the page that the form is on. The form has to stand there too.
 */
export function useForm<State extends Told>(
  action: (before: Awaited<State>, form: FormData) => Promise<State>,
  first: Awaited<State>,
  options: { readonly page?: `/${string}`; readonly add?: (form: FormData) => void } = {},
) {
  const [posted, post] = useActionState(action, first, options.page)
  const [answered, answer] = useState<Awaited<State> | null>(null)
  const [pending, start] = useTransition()
  const state = answered ?? posted
  const tell = useTell()
  const [submitted, setSubmitted] = useState(false)
  const sentHere = useRef(false)
  const ref = useRef<HTMLFormElement>(null)

  useEffect(() => {
    const form = ref.current
    if (!form || state === first) return
    // A page that came back after the browser posted is new: what stands in its fields was typed since.
    if (state.done !== undefined && sentHere.current) form.reset()
    const { faults = {}, refused } = state
    const controls = [...form.elements].filter(
      (element): element is HTMLInputElement => element instanceof HTMLInputElement && element.checkVisibility(),
    )
    const again = controls.find(({ name }) => name in faults) ?? (refused ? controls.find(({ dataset }) => 'again' in dataset) : undefined)
    // What was pressed may be gone with its step.
    const lost =
      document.activeElement === document.body ? (form.querySelector<HTMLElement>('[data-told]:not(:empty)') ?? controls[0]) : null
    ;(again ?? lost)?.focus()
  }, [state, first])

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    // React empties a form after its action; somebody who mistyped a password should not type the address again.
    event.preventDefault()
    if (pending) return
    const button = event.nativeEvent instanceof globalThis.SubmitEvent ? event.nativeEvent.submitter : null
    const given = new FormData(event.currentTarget, button)
    const asked = button?.textContent ?? ''
    options.add?.(given)
    sentHere.current = true
    setSubmitted(true)
    start(async () => {
      try {
        const next = (await action(state, given)) as Awaited<State>
        // After an await React takes it for news of its own: here it waits for the page that came with the answer.
        start(() => answer(next))
      } catch (thrown) {
        // Thrown on, it would take the page away, and what was typed with it.
        tell(`“${asked}” is not confirmed`, notHeard(thrown).refused, true)
      }
    })
  }

  return {
    state,
    pending,
    /** Whether this very document sent it, so that what was typed is still in its fields. */
    submitted,
    given: { ref, action: post, onSubmit, noValidate: true } as const,
  }
}
