'use client'
import Link from 'next/link'
import { buttonLook } from '../../ui/button'
import { CodeField, EmailField, FormWords, Outcome, SubmitButton } from '../../ui/form-parts'
import { useCooldown } from '../../ui/use-cooldown'
import { useForm } from '../../ui/use-form'
import { useFragment } from '../../ui/use-fragment'
import { verify, type VerifyState } from './verify'

const first: VerifyState = {}

/**
 * Takes the code that was mailed. A link in a mail brings address and code behind its `#`: they are filled in, and nothing happens until the
 * button is pressed, since mail programs open links by themselves.
 *
 * @param sent a code was mailed just now, so another has to wait a little
 */
export function VerifyForm({ email, sent = false }: { email?: string; sent?: boolean }) {
  const { state, pending, given } = useForm(verify, first, { page: '/verify' })
  const brought = useFragment()
  const wait = useCooldown(state.resent ?? (sent ? 0 : null))
  const { faults = {} } = state

  if (state.verified) {
    return (
      <Outcome title="Your address is verified">
        <p>You can sign in now.</p>
        <Link href="/sign-in" className={buttonLook({ look: 'primary' })}>
          Sign in
        </Link>
      </Outcome>
    )
  }
  return (
    <form {...given} className="grid gap-4">
      <EmailField defaultValue={state.email ?? email ?? brought?.get('email') ?? ''} fault={faults.email} />
      <CodeField
        label="Code"
        hint="Six digits."
        maxLength={16}
        defaultValue={brought?.get('code') ?? ''}
        fault={faults.code}
        autoFocus={sent}
        data-again
      />
      <FormWords state={state} />
      <SubmitButton pending={pending} className="h-9">
        Verify address
      </SubmitButton>
      <SubmitButton pending={pending || wait > 0} look="bare" name="resend" value="yes" className="h-9">
        {wait > 0 ? `Send another code (in ${wait} s)` : 'Send another code'}
      </SubmitButton>
    </form>
  )
}
