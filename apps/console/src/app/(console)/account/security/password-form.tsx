'use client'
import { FormWords, PasswordField, passwordHint, SubmitButton } from '../../../../ui/form-parts'
import { useForm, type Told } from '../../../../ui/use-form'
import { formWidth } from '../section'
import { changePassword } from './change-password'

const first: Told = {}

export function PasswordForm({ email }: { email: string }) {
  const { state, pending, given } = useForm(changePassword, first)
  const { faults = {} } = state
  return (
    <form {...given} className={formWidth}>
      {/* Tells a password manager whose password it is to keep. */}
      <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
      <PasswordField
        label="Current password"
        name="current_password"
        autoComplete="current-password"
        fault={faults.current_password}
        data-again
      />
      <PasswordField label="New password" name="new_password" autoComplete="new-password" hint={passwordHint} fault={faults.new_password} />
      <FormWords state={state} />
      <SubmitButton pending={pending} working="Changing…" look="plain" className="justify-self-start">
        Change password
      </SubmitButton>
    </form>
  )
}
