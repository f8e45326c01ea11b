import Link from 'next/link'
import { buttonLook } from '../ui/button'
import { Notice } from '../ui/notice'

export const metadata = { title: 'Nothing here' }

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <Notice title="There is nothing here" heading="h1">
        <p>The address is wrong, or what was here has been removed.</p>
        <Link href="/" className={buttonLook()}>
          Go to the start
        </Link>
      </Notice>
    </main>
  )
}
