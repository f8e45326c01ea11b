import { ResetPassword } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { secondFactorIn, textIn } from './form-text'
import { faultsOf, onlyWords, refusalOf } from './refusal'

const refused = (code: string, rest: object = {}) =>
  ({
    kind: 'refused',
    problem: { type: '', title: 'The current password is wrong', status: 403, detail: 'It is.', code, ...rest },
  }) as never

describe('why a form did not work', () => {
  it('stands at the fields that are at fault, in words', () => {
    const { error } = ResetPassword.safeParse({ token: 't', new_password: 'short' })
    expect(faultsOf(error?.issues ?? [])).toEqual({ faults: { new_password: 'The new password must have at least 8 characters.' } })
  })

  it('says the first fault of a field that has two', () => {
    const issues = ['is empty', 'is odd'].map((message) => ({ path: ['email'], message }))
    expect(faultsOf(issues).faults).toEqual({ email: 'The e-mail is empty.' })
  })

  it('comes from the API as well, and from a problem that is about one field', () => {
    const fields = [{ field: 'body.new_password', fault: 'is on a list of common passwords' }]
    expect(refusalOf(refused('validation_failed', { fields }), 'x')).toEqual({
      faults: { new_password: 'The new password is on a list of common passwords.' },
    })
    expect(refusalOf(refused('wrong_password'), 'x', { wrong_password: 'current_password' })).toEqual({
      faults: { current_password: 'The current password is wrong.' },
    })
  })

  it('stands at the one control for both codes of a second factor', () => {
    const issues = [{ path: ['recovery_code'], message: 'must be a recovery code' }]
    expect(faultsOf(issues).faults).toEqual({ code: 'The code must be a recovery code.' })
  })

  it('is one sentence for the whole form otherwise, with what was not done', () => {
    expect(refusalOf({ kind: 'unavailable', retryAfter: 5 }, 'No code was sent.').refused).toContain(
      'No code was sent. Try again in 5 seconds.',
    )
  })

  it('leads whoever is signed out to sign in, also where there is no field', () => {
    const refusal = refusalOf({ kind: 'signed_out', signIn: '/sign-in?ended=expired' }, 'No company was created.')
    expect(refusal.refused).toMatch(/^You are signed out. No company was created. Sign in again in another tab/)
    expect(refusal.signIn).toBe('/sign-in?ended=expired')
    expect(onlyWords(refusal)).toEqual(refusal)
  })

  it('does not claim that nothing was done where nobody answered', () => {
    const { refused } = refusalOf({ kind: 'unreachable' }, 'Your name was not changed.')
    expect(refused).toContain('It is not known whether it was done.')
    expect(refused).not.toContain('Your name was not changed.')
  })
})

describe('what a form has', () => {
  const form = (entries: Record<string, string | File>) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(entries)) data.set(name, value)
    return data
  }

  it('is empty where a field is absent or a file', () => {
    expect(textIn(form({}), 'email')).toBe('')
    expect(textIn(form({ email: new File(['x'], 'x') }), 'email')).toBe('')
  })

  it.each([
    ['123 456', { otp: '123 456' }],
    ['', { otp: '' }],
    ['abcd-efgh-ijkl-mnop', { recovery_code: 'abcd-efgh-ijkl-mnop' }],
  ])('takes %j for the kind of code that it is', (code, expected) => {
    expect(secondFactorIn(form({ code }))).toEqual(expected)
  })
})
