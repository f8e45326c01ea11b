import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { nextPath } from '../../security/next-path'
import { signedOutSentence } from '../../session/signed-out'
import { tokensOfRequest } from '../../session/viewer'
import { Entrance, wayLook } from '../../ui/entrance'
import { SignInForm } from './form'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, ended } = await searchParams
  const way = nextPath(next)
  if (await tokensOfRequest()) redirect(way)
  const why = signedOutSentence(ended)

  return (
    <Entrance
      title="Sign in to Tessera"
      words={
        why && (
          <p role="status" className="border-l-2 border-accent-text pl-3 text-quiet">
            {why}
          </p>
        )
      }
      ways={
        <>
          <Link href="/forgot" prefetch={false} className={wayLook}>
            Forgot your password?
          </Link>
          <Link href="/sign-up" prefetch={false} className={wayLook}>
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm next={way} />
    </Entrance>
  )
}
