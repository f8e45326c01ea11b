import type { Metadata } from 'next'
import Link from 'next/link'
import { Entrance, wayLook } from '../../ui/entrance'
import { ForgotForm } from './form'

export const metadata: Metadata = { title: 'Forgot your password' }

export default function ForgotPage() {
  return (
    <Entrance
      title="Forgot your password?"
      ways={
        <Link href="/sign-in" prefetch={false} className={wayLook}>
          Go to sign in
        </Link>
      }
    >
      <ForgotForm />
    </Entrance>
  )
}
