'use client'
import { EmailField, FormWords, Outcome, SubmitButton } from '../../ui/form-parts'
import { useForm } from '../../ui/use-form'
import { forgot, type ForgotState } from './forgot'

const first: ForgotState = {}

export function ForgotForm() {
  const { state, pending, given } = useForm(forgot, first)
  if (state.sent) {
    return (
      <Outcome title="Look into your mail">
        <p>
          If there is an account for <bdi className="font-medium text-text">{state.email}</bdi>, a mail is on its way to it. The link in it
          lets you set a new password; it works once, within an hour.
        </p>
        <p>Nothing has come? Look among the spam, and check that this is the address of your account.</p>
      </Outcome>
    )
  }
  return (
    <form {...given} className="grid gap-4">
      <p className="text-quiet">Type the address of your account. You get a mail with a link to set a new password.</p>
      <EmailField autoFocus defaultValue={state.email} fault={state.faults?.email} data-again />
      <FormWords state={state} />
      <SubmitButton pending={pending} working="Sending…" className="h-9">
        Send the link
      </SubmitButton>
    </form>
  )
}
