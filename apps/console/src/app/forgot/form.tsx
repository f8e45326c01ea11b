'use client'
import Link from 'next/link'
import { Entrance, wayLook } from '../../ui/entrance'
import { EmailField, FormWords, SubmitButton } from '../../ui/form-parts'
import { useForm } from '../../ui/use-form'
import { forgot, type ForgotState } from './forgot'

const first: ForgotState = {}

export function ForgotForm() {
  const { state, pending, given } = useForm(forgot, first)
  return (
    <Entrance
      title={state.sent ? 'Look into your mail' : 'Forgot your password?'}
      arrived={state.sent}
      words={
        state.sent ? (
          <>
            <p className="text-quiet">
              If there is an account for <bdi className="font-medium text-text">{state.email}</bdi>, a mail is on its way to it. The link in
              it lets you set a new password; it works once, within an hour.
            </p>
            <p className="text-quiet">Nothing has come? Look among the spam, and check that this is the address of your account.</p>
          </>
        ) : (
          <p className="text-quiet">Type the address of your account. You get a mail with a link to set a new password.</p>
        )
      }
      ways={
        <Link href="/sign-in" prefetch={false} className={wayLook}>
          Go to sign in
        </Link>
      }
    >
      {!state.sent && (
        <form {...given} className="grid gap-4">
          <EmailField autoFocus defaultValue={state.email} fault={state.faults?.email} data-again />
          <FormWords state={state} />
          <SubmitButton pending={pending} working="Sending…" className="h-9">
            Send the link
          </SubmitButton>
        </form>
      )}
    </Entrance>
  )
}
