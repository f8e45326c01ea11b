import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { nextPath } from '../../security/next-path'
import { signedOutSentence } from '../../session/signed-out'
import { tokensOfRequest } from '../../session/viewer'
import { Mark } from '../../ui/mark'
import { SignInForm } from './form'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, ended } = await searchParams
  const way = nextPath(next)
  if (await tokensOfRequest()) redirect(way)
  const why = signedOutSentence(ended)

  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[22rem] content-center gap-6 px-4 py-12">
      <div className="grid gap-4">
        <Mark className="size-9" />
        <h1 className="text-title font-semibold">Sign in to Tessera</h1>
        {why && (
          <p role="status" className="border-l-2 border-accent-text pl-3 text-quiet">
            {why}
          </p>
        )}
      </div>
      <SignInForm next={way} />
    </main>
  )
}
