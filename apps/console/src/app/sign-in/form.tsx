'use client'
import { useRef, useState } from 'react'
import { Button } from '../../ui/button'
import { wayLook } from '../../ui/entrance'
import { CodeField, EmailField, FormWords, PasswordField, SubmitButton } from '../../ui/form-parts'
import { useForm } from '../../ui/use-form'
import { signIn, type SignInState } from './sign-in'

const first: SignInState = {}

/**
 * Asks for the password, and for a code where the account has a second factor. Meanwhile the password stays in its field and nowhere else: a
 * page that comes back without its script asks for it again.
 */
export function SignInForm({ next }: { next: string }) {
  const { state, pending, submitted, given } = useForm(signIn, first)
  const [left, leave] = useState<SignInState>(first)
  const asksForCode = state.step === 'code' && state !== left
  const { faults = {} } = state === left ? first : state

  return (
    <form {...given} className="grid gap-4">
      <input type="hidden" name="next" value={next} />
      <div hidden={asksForCode && submitted} className="grid gap-4">
        <EmailField fault={faults.email} autoFocus defaultValue={state.email} />
        <PasswordField label="Password" name="password" autoComplete="current-password" fault={faults.password} data-again />
      </div>
      {asksForCode && <SecondFactor fault={faults.code} email={submitted ? state.email : undefined} />}
      <FormWords state={state === left ? first : state} />
      {state.unverified && (
        <a href={`/verify#email=${encodeURIComponent(state.email ?? '')}`} className={wayLook}>
          Verify your address
        </a>
      )}
      <SubmitButton pending={pending} working="Signing in…" className="h-9">
        Sign in
      </SubmitButton>
      {asksForCode && submitted && (
        <Button
          look="bare"
          className="h-9"
          onClick={() => {
            leave(state)
            given.ref.current?.reset()
          }}
        >
          Sign in as somebody else
        </Button>
      )}
    </form>
  )
}

function SecondFactor({ fault, email }: { fault: string | undefined; email: string | undefined }) {
  const [recovering, recover] = useState(false)
  const part = useRef<HTMLDivElement>(null)
  return (
    <div ref={part} className="grid gap-2">
      {email && (
        <p className="mb-2 text-quiet [overflow-wrap:anywhere]">
          The password of <bdi className="font-medium text-text">{email}</bdi> is right. One more step.
        </p>
      )}
      <CodeField
        key={String(recovering)}
        label={recovering ? 'Recovery code' : 'Code from your authenticator'}
        hint={recovering ? 'One of those you kept, such as abcd-efgh-ijkl-mnop. Each works once.' : 'The six digits that it shows now.'}
        {...(recovering && { inputMode: 'text' as const, autoComplete: 'off' })}
        fault={fault}
        autoFocus
        data-again
      />
      <Button look="bare" size="small" className="justify-self-start" onClick={() => recover(!recovering)}>
        {recovering ? 'Use your authenticator' : 'Use a recovery code'}
      </Button>
    </div>
  )
}
