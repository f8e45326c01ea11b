'use client'
import { CodeField, EmailField, FormWords, PasswordField, SubmitButton } from '../../../ui/form-parts'
import { useForm } from '../../../ui/use-form'
import { changeEmail, type EmailState } from './change-email'
import { formWidth } from './section'

const first: EmailState = {}

/** Two steps: the new address and the password; then the code that the new address got. */
export function EmailForm() {
  const { state, pending, given } = useForm(changeEmail, first)
  const { faults = {} } = state
  if (state.step === 'confirm') {
    return (
      <form {...given} className={formWidth}>
        <p role="status" className="text-quiet [overflow-wrap:anywhere]">
          {state.email === undefined ? (
            'Type the code that your new address got.'
          ) : (
            <>
              A mail is on its way to <bdi className="font-medium text-text">{state.email}</bdi>. Type the code that is in it: it is good
              for ten minutes.
            </>
          )}
        </p>
        <CodeField label="Code" hint="Six digits." maxLength={16} fault={faults.code} autoFocus data-again />
        <FormWords state={state} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton pending={pending} name="step" value="confirm">
            Change e-mail
          </SubmitButton>
          <SubmitButton pending={pending} look="bare" name="step" value="again">
            Use another address
          </SubmitButton>
        </div>
      </form>
    )
  }
  return (
    <form {...given} className={formWidth}>
      <EmailField label="New e-mail" autoComplete="email" defaultValue={state.email} fault={faults.email} />
      <PasswordField
        label="Current password"
        name="current_password"
        autoComplete="current-password"
        fault={faults.current_password}
        data-again
      />
      <FormWords state={state} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton pending={pending} look="plain" name="step" value="ask">
          Send a code
        </SubmitButton>
        <SubmitButton pending={pending} look="bare" name="step" value="have">
          I have a code
        </SubmitButton>
      </div>
    </form>
  )
}
