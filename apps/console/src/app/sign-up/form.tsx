'use client'
import Link from 'next/link'
import { Entrance, wayLook } from '../../ui/entrance'
import { EmailField, FormWords, PasswordField, passwordHint, SubmitButton, TextField } from '../../ui/form-parts'
import { useForm } from '../../ui/use-form'
import { VerifyForm } from '../verify/form'
import { signUp, type SignUpState } from './sign-up'

const first: SignUpState = {}

/** The form, and after it the one for the code that was mailed. */
export function SignUpForm() {
  const { state, pending, given } = useForm(signUp, first)
  const { faults = {}, email } = state

  if (state.sent && email !== undefined) return <VerifyForm mailedTo={email} />
  return (
    <Entrance
      title="Create an account"
      ways={
        <>
          <span>Have an account?</span>
          <Link href="/sign-in" prefetch={false} className={wayLook}>
            Sign in
          </Link>
        </>
      }
    >
      <form {...given} className="grid gap-4">
        <TextField label="Name (optional)" name="name" autoComplete="name" dir="auto" defaultValue={state.name} fault={faults.name} />
        <EmailField defaultValue={email} fault={faults.email} />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          hint={passwordHint}
          fault={faults.password}
          data-again
        />
        <FormWords state={state} />
        <SubmitButton pending={pending} working="Creating…" className="h-9">
          Create account
        </SubmitButton>
      </form>
    </Entrance>
  )
}
