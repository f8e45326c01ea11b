'use client'
import Link from 'next/link'
import { buttonLook } from '../../ui/button'
import { Entrance, wayLook } from '../../ui/entrance'
import { CodeField, EmailField, FormWords, SubmitButton } from '../../ui/form-parts'
import { useCooldown } from '../../ui/use-cooldown'
import { useForm } from '../../ui/use-form'
import { useFragment } from '../../ui/use-fragment'
import { verify, type VerifyState } from './verify'

const first: VerifyState = {}

/**
 * Takes the code that was mailed. A link in a mail brings address and code behind its `#`: they are filled in, and nothing happens until the
 * button is pressed, since mail programs open links by themselves.
 *
 * @param mailedTo the address that a mail went to just now, so another has to wait a little
 */
export function VerifyForm({ mailedTo }: { mailedTo?: string }) {
  const { state, pending, given } = useForm(verify, first, { page: '/verify' })
  const brought = useFragment()
  const wait = useCooldown(state.resent ?? (mailedTo === undefined ? null : 0))
  const { faults = {} } = state

  if (state.verified) {
    return (
      <Entrance
        title="Your address is verified"
        words={
          <p className="text-quiet">
            You can sign in with the password you chose. If you were invited, or somebody else tried to sign up with your address too,
            nobody’s password was taken: a mail with a link to set one is on its way.
          </p>
        }
        arrived
      >
        <Link href="/sign-in" className={buttonLook({ look: 'primary', className: 'h-9' })}>
          Go to sign in
        </Link>
      </Entrance>
    )
  }
  return (
    <Entrance
      title={mailedTo === undefined ? 'Verify your address' : 'Look into your mail'}
      words={
        mailedTo === undefined ? (
          <p className="text-quiet">Type the code that was mailed to you, to show that the address is yours.</p>
        ) : (
          <p role="status" className="text-quiet">
            A mail is on its way to <bdi className="font-medium text-text">{mailedTo}</bdi>. Type the code that is in it: it is good for ten
            minutes.
          </p>
        )
      }
      ways={
        <Link href="/sign-in" prefetch={false} className={wayLook}>
          Go to sign in
        </Link>
      }
    >
      <form {...given} className="grid gap-4">
        <EmailField defaultValue={state.email ?? mailedTo ?? brought?.get('email') ?? ''} fault={faults.email} />
        <CodeField
          label="Code"
          hint="Six digits."
          maxLength={16}
          defaultValue={brought?.get('code') ?? ''}
          fault={faults.code}
          autoFocus={mailedTo !== undefined}
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
    </Entrance>
  )
}
