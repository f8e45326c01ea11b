'use client'
import type { SecondFactor as Has } from '@tessera/contract'
import { useRouter } from 'next/navigation'
import { startTransition, useEffect, useRef, useState, type RefObject } from 'react'
import { CodeField, FormWords, PasswordField, SubmitButton } from '../../../../ui/form-parts'
import { useForm } from '../../../../ui/use-form'
import { WhenRoughly } from '../../../../ui/when'
import { formWidth } from '../section'
import { changeSecondFactor, type SecondFactorState } from './change-second-factor'
import { RecoveryCodes } from './recovery-codes'
import { Scan } from './scan'

const first: SecondFactorState = {}

/** What there is of a second factor, and what can be done: one form, whose action goes from step to step. */
export function SecondFactor({ has }: { has: Has }) {
  const { state, pending, given } = useForm(changeSecondFactor, first)
  const [kept, keep] = useState<SecondFactorState | null>(null)
  const router = useRouter()
  const { faults = {}, setup } = state
  const standing = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (kept !== null) standing.current?.focus()
  }, [kept])

  // The codes go when the page behind them has come: until then it says how it was before.
  function forgetCodes(): void {
    startTransition(() => {
      router.refresh()
      keep(state)
    })
  }

  if (state.codes && state !== kept) return <RecoveryCodes codes={state.codes} onKept={forgetCodes} />
  if (setup) {
    return (
      <form {...given} className="grid gap-4">
        <Scan setup={setup} />
        <div className={formWidth}>
          <CodeField label="Code" hint="The six digits that the app shows now." maxLength={16} fault={faults.code} autoFocus data-again />
          <FormWords state={state} />
          <div className="flex flex-wrap gap-2">
            <SubmitButton pending={pending} name="step" value="confirm">
              Turn on
            </SubmitButton>
            <SubmitButton pending={pending} look="bare" name="step" value="cancel">
              Cancel
            </SubmitButton>
          </div>
        </div>
      </form>
    )
  }
  return (
    <form {...given} className={formWidth}>
      <Standing has={has} at={standing} />
      <PasswordField
        label="Current password"
        name="current_password"
        autoComplete="current-password"
        fault={faults.current_password}
        data-again
      />
      {has.enabled && (
        <CodeField
          label="Code from your authenticator"
          hint="Or one of your recovery codes."
          inputMode="text"
          autoComplete="one-time-code"
          fault={faults.code}
        />
      )}
      <FormWords state={state} />
      <div className="flex flex-wrap gap-2">
        {has.enabled ? (
          <>
            <SubmitButton pending={pending} look="plain" name="step" value="renew">
              Make new recovery codes
            </SubmitButton>
            <SubmitButton pending={pending} look="plain" name="step" value="remove">
              Turn off
            </SubmitButton>
          </>
        ) : (
          <SubmitButton pending={pending} look={has.required ? 'primary' : 'plain'} name="step" value="begin">
            Set up an authenticator
          </SubmitButton>
        )}
      </div>
    </form>
  )
}

function Standing({ has, at }: { has: Has; at: RefObject<HTMLParagraphElement | null> }) {
  const { enabled, enabled_at, recovery_codes_left: left, required } = has
  const tile = <span aria-hidden className={`mr-2 inline-block size-2 rounded-[2px] ${enabled ? 'bg-active' : 'bg-ended'}`} />
  if (!enabled) {
    return (
      <p ref={at} tabIndex={-1} className="focus:outline-none">
        {tile}
        <span className="font-medium">Off.</span>{' '}
        {required ? 'Your role needs one: what it allows opens once this is on.' : 'Your password alone opens your account.'}
      </p>
    )
  }
  return (
    <p ref={at} tabIndex={-1} className="focus:outline-none">
      {tile}
      <span className="font-medium">On</span>
      {enabled_at && (
        <>
          {' '}
          since <WhenRoughly at={enabled_at} />
        </>
      )}
      . {left === 0 ? 'No recovery code is left: make new ones.' : `${left} recovery ${left === 1 ? 'code is' : 'codes are'} left.`}
      {required && ' Your role needs it.'}
    </p>
  )
}
