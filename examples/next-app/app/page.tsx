import { routes } from '@tessera/contract'
import { redirect } from 'next/navigation'
import { tessera } from '../tessera'

async function signOut() {
  'use server'
  await (await tessera.session()).logOut()
  redirect('/sign-in')
}

export default async function Page() {
  const session = await tessera.signedIn()
  const { email } = await session.call(routes.me)
  return (
    <form action={signOut}>
      <h1>Signed in as {email}</h1>
      <button>Sign out</button>
    </form>
  )
}
