'use client'
import { startTransition, useActionState, useEffect, useRef } from 'react'
import { Button } from '../../ui/button'
import { controlLook, Field } from '../../ui/field'
import { signIn } from './sign-in'

/** Works before its script has loaded too: then the browser posts it, and the page comes back with the same words. */
export function SignInForm({ next }: { next: string }) {
  const [state, submit, pending] = useActionState(signIn, {})
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (!state.refused) return
    const field = state.field ?? 'password'
    form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus()
  }, [state])

  return (
    <form
      ref={form}
      action={submit}
      onSubmit={(event) => {
        // React empties a form after its action; somebody who mistyped a password should not type the address again.
        event.preventDefault()
        const given = new FormData(event.currentTarget)
        startTransition(() => submit(given))
      }}
      className="grid gap-4"
    >
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail" fault={state.field === 'email' ? state.refused : undefined}>
        {(given) => (
          <input
            {...given}
            name="email"
            type="text"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            defaultValue={state.email}
            className={`${controlLook} h-9`}
          />
        )}
      </Field>
      <Field label="Password" fault={state.field === 'password' ? state.refused : undefined}>
        {(given) => <input {...given} name="password" type="password" autoComplete="current-password" className={`${controlLook} h-9`} />}
      </Field>
      <p role="alert" className="text-table text-reuse empty:hidden">
        {state.field ? '' : state.refused}
      </p>
      <Button type="submit" look="primary" className="h-9" aria-disabled={pending} onClick={(event) => pending && event.preventDefault()}>
        {pending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}
