'use client'
import Link from 'next/link'
import { useState, type ReactNode } from 'react'
import { buttonLook } from '../../ui/button'
import { Entrance, wayLook } from '../../ui/entrance'
import { FormWords, PasswordField, passwordHint, SubmitButton, TextField } from '../../ui/form-parts'
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
  const invited = brought?.has('invitation') ?? false
  const token = brought?.get('invitation') ?? brought?.get('token') ?? null
  const [sent, send] = useState<string | null>(null)
  const {
    state: told,
    pending,
    given,
  } = useForm(reset, first, {
    add: (form) => {
      send(token)
      if (token !== null) form.set('link', token)
    },
  })
  // Another link, opened where an older one had failed, changes what stands behind the `#` and loads no page.
  const state = sent === token ? told : first
  const { faults = {} } = state

  if (state.set) return <Done invited={invited} />
  if (state.void) return <Void invited={invited} />
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
      title={invited ? 'You are invited' : 'Set a new password'}
      words={
        <Words>
          {invited
            ? 'Choose a password, and the account that was made for you is yours.'
            : 'It signs you out everywhere, and this link works once.'}
        </Words>
      }
      ways={<SignIn />}
    >
      <form {...given} className="grid gap-4">
        {brought === null && <noscript>{link}</noscript>}
        {brought !== null && token === null && link}
        <PasswordField
          label="New password"
          name="new_password"
          autoComplete="new-password"
          hint={passwordHint}
          fault={faults.new_password}
          data-again
        />
        <FormWords state={state} />
        <SubmitButton pending={pending} working="Setting…" className="h-9">
          Set password
        </SubmitButton>
      </form>
    </Entrance>
  )
}

function Done({ invited }: { invited: boolean }) {
  return (
    <Entrance
      arrived
      title={invited ? 'Your account is ready' : 'Your new password is set'}
      words={
        <Words>
          {invited
            ? 'Your address is verified. Sign in with the password you chose.'
            : 'Every session of your account was ended. Sign in with the new password.'}
        </Words>
      }
    >
      <Link href="/sign-in" className={buttonLook({ look: 'primary', className: 'h-9' })}>
        Go to sign in
      </Link>
    </Entrance>
  )
}

function Void({ invited }: { invited: boolean }) {
  return (
    <Entrance
      arrived
      title="This link does not work any more"
      words={
        <Words>
          It was used, its time is up, or a newer one took its place. No password was set.
          {invited && ' Ask whoever invited you to send the invitation again.'}
        </Words>
      }
      ways={<SignIn />}
    >
      {!invited && (
        <Link href="/forgot" className={buttonLook({ look: 'primary', className: 'h-9' })}>
          Send another link
        </Link>
      )}
    </Entrance>
  )
}

function Words({ children }: { children: ReactNode }) {
  return <p className="text-quiet">{children}</p>
}

function SignIn() {
  return (
    <Link href="/sign-in" prefetch={false} className={wayLook}>
      Go to sign in
    </Link>
  )
}
