'use client'
import Link from 'next/link'
import { buttonLook } from '../../ui/button'
import { Entrance, wayLook } from '../../ui/entrance'
import { FormWords, Outcome, PasswordField, SubmitButton, TextField } from '../../ui/form-parts'
import { useForm } from '../../ui/use-form'
import { useFragment } from '../../ui/use-fragment'
import { reset, type ResetState } from './reset'

const first: ResetState = {}

/**
 * Sets a password with what a link brought behind its `#`. It is kept in memory and goes to the server in the body of the one request that
 * uses it: no address, no attribute and no log has it.
 */
export function ResetForm() {
  const brought = useFragment()
  const invitation = brought?.get('invitation') ?? null
  const token = invitation ?? brought?.get('token') ?? null
  const { state, pending, given } = useForm(reset, first, {
    add: (form) => {
      if (token !== null) form.set('link', token)
    },
  })
  const { faults = {} } = state
  const link = (
    <TextField
      label="Link"
      name="link"
      autoComplete="off"
      spellCheck={false}
      hint="Copy the whole link out of the mail and paste it here."
      fault={faults.link}
      data-again
    />
  )

  return (
    <Entrance
      title={invitation === null ? 'Set a new password' : 'You are invited'}
      words={
        state.set || state.void ? null : (
          <p className="text-quiet">
            {invitation === null
              ? 'You are signed out everywhere when it is set.'
              : 'Choose a password, and the account that was made for you is yours.'}
          </p>
        )
      }
      ways={
        <Link href="/sign-in" prefetch={false} className={wayLook}>
          Go to sign in
        </Link>
      }
    >
      {state.set ? (
        <Outcome title={invitation === null ? 'Your new password is set' : 'Your account is ready'}>
          <p>
            {invitation === null
              ? 'Every session of your account was ended. Sign in with the new password.'
              : 'Your address is verified. Sign in with the password you chose.'}
          </p>
          <Link href="/sign-in" className={buttonLook({ look: 'primary' })}>
            Sign in
          </Link>
        </Outcome>
      ) : state.void ? (
        <Outcome title="This link does not work any more">
          <p>It was used, its time is up, or a newer one took its place. The password was not changed.</p>
          {invitation === null ? (
            <Link href="/forgot" className={buttonLook({ look: 'primary' })}>
              Send another link
            </Link>
          ) : (
            <p>Ask whoever invited you to send the invitation again.</p>
          )}
        </Outcome>
      ) : (
        <form {...given} className="grid gap-4">
          {brought === null && <noscript>{link}</noscript>}
          {brought !== null && token === null && link}
          <PasswordField
            label="New password"
            name="new_password"
            autoComplete="new-password"
            hint="At least 8 characters. A few words that belong to nobody else are best."
            fault={faults.new_password}
            data-again
          />
          <FormWords state={state} />
          <SubmitButton pending={pending} working="Setting…" className="h-9">
            Set password
          </SubmitButton>
        </form>
      )}
    </Entrance>
  )
}
