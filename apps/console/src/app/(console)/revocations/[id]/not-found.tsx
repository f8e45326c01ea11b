import Link from 'next/link'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoRevocation() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such revocation" heading="h1">
        <p>The id may be mistyped, or the revocation belongs to another company.</p>
        <Link href="/revocations" className={buttonLook()}>
          Go to revocations
        </Link>
      </Notice>
    </div>
  )
}
