import { ProblemError } from '@tessera/sdk'
import { redirect } from 'next/navigation'
import { tessera } from '../../tessera'

async function signIn(form: FormData) {
  'use server'
  const session = await tessera.session()
  try {
    await session.logIn({ email: String(form.get('email')), password: String(form.get('password')) })
  } catch (fault) {
    if (fault instanceof ProblemError) redirect(`/sign-in?wrong=${fault.problem.code}`)
    throw fault
  }
  redirect('/')
}

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const { wrong, ended } = await searchParams
  return (
    <form action={signIn}>
      {ended && <p>You were signed out: {ended}.</p>}
      {wrong && <p role="alert">That did not work: {wrong}.</p>}
      <input name="email" type="email" aria-label="E-mail" required />
      <input name="password" type="password" aria-label="Password" required />
      <button>Sign in</button>
    </form>
  )
}
