import { ProblemError, UnreachableError } from '@tessera/sdk'
import { ownPath } from '@tessera/sdk/next'
import { redirect } from 'next/navigation'
import { tessera } from '../../tessera'

async function signIn(form: FormData) {
  'use server'
  const given = (name: string) => String(form.get(name) ?? '')
  const [email, password, otp] = [given('email'), given('password'), given('otp')]
  const next = ownPath(form.get('next')) // never to another site
  const session = await tessera.session()
  try {
    await session.logIn({ email, password, ...(otp && { otp }) })
  } catch (fault) {
    if (!(fault instanceof ProblemError || fault instanceof UnreachableError)) throw fault
    const wrong = fault instanceof ProblemError ? fault.problem.code : 'unreachable'
    redirect(`/sign-in?${new URLSearchParams({ wrong, next }).toString()}`)
  }
  redirect(next)
}

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const { wrong, ended, next } = await searchParams
  return (
    <form action={signIn}>
      {ended && <p>You were signed out: {ended}.</p>}
      {wrong && <p role="alert">That did not work: {wrong}.</p>}
      <input name="email" type="email" aria-label="E-mail" autoComplete="username" required />
      <input name="password" type="password" aria-label="Password" autoComplete="current-password" required />
      <input name="otp" aria-label="Code of your authenticator, if you have one" autoComplete="one-time-code" inputMode="numeric" />
      <input name="next" type="hidden" value={String(next ?? '/')} />
      <button>Sign in</button>
    </form>
  )
}
