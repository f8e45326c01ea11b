'use server'
import { Login, routes, type LoginResponse } from '@tessera/contract'
import { ProblemError } from '@tessera/sdk'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { api } from '../../api/client'
import { clientId } from '../../api/client-id'
import { inWords, troubleOf } from '../../api/trouble'
import { nextPath } from '../../security/next-path'
import { tokensOf } from '../../session/tokens'
import { checkOrigin, keepTokens } from '../../session/write'

export interface SignInState {
  /** Why it did not work, in words. */
  readonly refused?: string
  /** The field that is at fault, when one is. */
  readonly field?: 'email' | 'password'
  /** What was typed, for a page that comes back without its script. */
  readonly email?: string
}

/** Logs in at the API as the console's client, and keeps the tokens in the sealed cookie. Accounts without a role stay outside. */
export async function signIn(_before: SignInState, form: FormData): Promise<SignInState> {
  await checkOrigin()
  const email = textIn(form, 'email')
  const login = Login.safeParse({ email, password: textIn(form, 'password') })
  if (!login.success) {
    const [issue] = login.error.issues
    const field = issue?.path[0] === 'password' ? 'password' : 'email'
    return { email, field, refused: `${field === 'email' ? 'The e-mail' : 'The password'} ${issue?.message ?? 'is wrong'}.` }
  }

  const client = api(await headers())
  const answer = await client.call(routes.logIn, { body: { ...login.data, client_id: clientId } }).catch((thrown: unknown) => thrown)
  if (!isLoggedIn(answer)) return { email, refused: refusalOf(answer) }
  if (answer.user.roles.length === 0) {
    // What cannot be used here should not stay open. If the API does not hear it, the session ends by its idle timeout.
    await client.call(routes.logOut, { body: { refresh_token: answer.refresh_token } }).catch(troubleOf)
    return { email, refused: 'This account has no role here, so it cannot open the console. Ask an owner for one. You were not signed in.' }
  }
  await keepTokens(tokensOf(answer, Date.now()))
  redirect(nextPath(form.get('next')))
}

/** A field that is absent, or a file, counts as empty: the contract's sentence for an empty one is meant for people. */
function textIn(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

function isLoggedIn(answer: unknown): answer is LoginResponse {
  return typeof answer === 'object' && answer !== null && 'refresh_token' in answer
}

function refusalOf(thrown: unknown): string {
  if (thrown instanceof ProblemError && thrown.problem.code === 'invalid_credentials') {
    return 'E-mail or password is wrong. You were not signed in.'
  }
  const { title, advice } = inWords(troubleOf(thrown))
  return `${title}. You were not signed in. ${advice}`
}
