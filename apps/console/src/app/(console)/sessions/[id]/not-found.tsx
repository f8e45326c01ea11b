import Link from 'next/link'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoSession() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such session" heading="h1">
        <p>Its id may be mistyped, retention may have removed it, or it belongs to another company.</p>
        <Link href="/sessions" className={buttonLook()}>
          Go to sessions
        </Link>
      </Notice>
    </div>
  )
}
