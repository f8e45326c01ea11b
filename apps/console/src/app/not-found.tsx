import Link from 'next/link'
import { home } from '../security/next-path'
import { buttonLook } from '../ui/button'
import { Notice } from '../ui/notice'

export const metadata = { title: 'Nothing here' }

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <Notice title="There is nothing here" heading="h1">
        <p>The address is wrong, or what was here has been removed.</p>
        <Link href={home} className={buttonLook()}>
          Go to sessions
        </Link>
      </Notice>
    </main>
  )
}
