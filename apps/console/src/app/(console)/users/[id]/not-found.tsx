import Link from 'next/link'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoUser() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such user" heading="h1">
        <p>The id may be mistyped, or the user belongs to another company.</p>
        <Link href="/users" className={buttonLook()}>
          Go to users
        </Link>
      </Notice>
    </div>
  )
}
