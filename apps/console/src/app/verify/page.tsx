import type { Metadata } from 'next'
import Link from 'next/link'
import { Entrance, wayLook } from '../../ui/entrance'
import { VerifyForm } from './form'

export const metadata: Metadata = { title: 'Verify your address' }

export default function VerifyPage() {
  return (
    <Entrance
      title="Verify your address"
      words={<p className="text-quiet">Type the code that was mailed to you, to show that the address is yours.</p>}
      ways={
        <Link href="/sign-in" prefetch={false} className={wayLook}>
          Go to sign in
        </Link>
      }
    >
      <VerifyForm />
    </Entrance>
  )
}
