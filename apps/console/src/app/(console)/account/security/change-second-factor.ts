'use server'
import { ConfirmSecondFactor, ProveSecondFactor, routes, SetUpSecondFactor } from '@tessera/contract'
import { refresh } from 'next/cache'
import { secondFactorIn, textIn } from '../../../../api/form-text'
import { faultsOf, refusalOf } from '../../../../api/refusal'
import { askInAction } from '../../../../session/viewer'
import { checkOrigin } from '../../../../session/write'
import type { Told } from '../../../../ui/use-form'
import { drawnQr, type DrawnQr } from './drawn-qr'

/** What an authenticator is set up with: to scan, and to type. */
export interface Setup {
  readonly secret: string
  readonly uri: string
  readonly qr: DrawnQr
}

export interface SecondFactorState extends Told {
  /** An authenticator waits for its first code. */
  readonly setup?: Setup
  /** New recovery codes, shown this once: an answer with them brings no page with it that could not be read. */
  readonly codes?: readonly string[]
}

const fields = { wrong_password: 'current_password', invalid_code: 'code' } as const

/** Sets a second factor up, renews its recovery codes or turns it off: the button that was pressed says which, by its value of `step`. */
export async function changeSecondFactor(before: SecondFactorState, form: FormData): Promise<SecondFactorState> {
  await checkOrigin()
  switch (textIn(form, 'step')) {
    case 'cancel':
      return {}
    case 'confirm':
      return confirm(before, form)
    case 'renew':
      return renew(form)
    case 'remove':
      return remove(form)
    default:
      return begin(form)
  }
}

async function begin(form: FormData): Promise<SecondFactorState> {
  const body = SetUpSecondFactor.safeParse({ current_password: textIn(form, 'current_password') })
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.setUpSecondFactor, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, 'Nothing was set up.', fields)
  const { secret, uri } = answer.body
  return { setup: { secret, uri, qr: drawnQr(uri) } }
}

async function confirm({ setup }: SecondFactorState, form: FormData): Promise<SecondFactorState> {
  const still = setup ? { setup } : {}
  const body = ConfirmSecondFactor.safeParse({ otp: textIn(form, 'code') })
  if (!body.success) return { ...still, ...faultsOf(body.error.issues) }
  const answer = await askInAction(routes.confirmSecondFactor, { body: body.data })
  if (!answer.ok) return { ...still, ...refusalOf(answer.trouble, 'The second factor was not turned on.', fields) }
  return { codes: answer.body.recovery_codes }
}

async function renew(form: FormData): Promise<SecondFactorState> {
  const body = proofIn(form)
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.renewRecoveryCodes, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, 'No codes were made; the older ones still work.', fields)
  return { codes: answer.body.recovery_codes }
}

async function remove(form: FormData): Promise<SecondFactorState> {
  const body = proofIn(form)
  if (!body.success) return faultsOf(body.error.issues)
  const answer = await askInAction(routes.removeSecondFactor, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, 'The second factor is still on.', fields)
  refresh()
  return { done: 'The second factor is off, and your recovery codes are good no more. Your address was told.' }
}

function proofIn(form: FormData) {
  return ProveSecondFactor.safeParse({ current_password: textIn(form, 'current_password'), ...secondFactorIn(form) })
}
