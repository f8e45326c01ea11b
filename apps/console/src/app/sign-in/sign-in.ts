'use server'
import { Login, routes } from '@tessera/contract'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { askAnyone } from '../../api/ask-anyone'
import { clientId } from '../../api/client-id'
import { secondFactorIn, textIn } from '../../api/form-text'
import { faultsOf, refusalOf } from '../../api/refusal'
import { inWords, type Trouble } from '../../api/trouble'
import { home, landingOf, nextPath } from '../../security/next-path'
import { deviceCookie, deviceCookieName, deviceIdOf } from '../../session/device'
import { tokensOf } from '../../session/tokens'
import { checkOrigin, keepTokens } from '../../session/write'
import { settings } from '../../settings'
import type { Told } from '../../ui/use-form'

export interface SignInState extends Told {
  /** `code`: the password is right, and the account has a second factor. */
  readonly step?: 'code'
  /** The password is right, and nobody has shown yet that the address is theirs. */
  readonly unverified?: true
  /** What was typed, for a page that comes back without its script. The password is never sent back. */
  readonly email?: string
}

/** Logs in at the API as the console's client, and keeps the tokens in the sealed cookie. */
export async function signIn(_before: SignInState, form: FormData): Promise<SignInState> {
  await checkOrigin()
  const email = textIn(form, 'email')
  const withCode = form.has('code')
  const login = Login.safeParse({ email, password: textIn(form, 'password'), ...(withCode && secondFactorIn(form)) })
  if (!login.success) return { email, ...(withCode && { step: 'code' }), ...faultsOf(login.error.issues) }

  const jar = await cookies()
  const device = deviceIdOf(jar.get(deviceCookieName(settings()))?.value)
  const answer = await askAnyone(routes.logIn, { body: { ...login.data, client_id: clientId, device_id: device } })
  if (!answer.ok) return { email, ...refused(answer.trouble) }
  jar.set(deviceCookie(device, settings()))
  await keepTokens(tokensOf(answer.body, Date.now()))
  const wanted = nextPath(form.get('next'))
  redirect(wanted === home ? landingOf(answer.body.user.roles) : wanted)
}

function refused(trouble: Trouble): SignInState {
  if (trouble.kind === 'unreachable') {
    const { title, advice } = inWords(trouble)
    // Whatever the API did: without its answer there are no tokens.
    return { refused: `${title}. You were not signed in. ${advice}` }
  }
  switch (trouble.kind === 'refused' ? trouble.problem.code : null) {
    case 'second_factor_required':
      return { step: 'code' }
    case 'invalid_second_factor':
      return { step: 'code', ...refusalOf(trouble, '', { invalid_second_factor: 'code' }) }
    case 'invalid_credentials':
      return { refused: 'E-mail or password is wrong. You were not signed in.' }
    case 'email_unverified':
      return {
        unverified: true,
        refused: 'This address is not verified yet, so you were not signed in. Type the code that was mailed to it, or ask for another.',
      }
    default:
      return refusalOf(trouble, 'You were not signed in.')
  }
}
