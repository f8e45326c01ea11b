import Link from 'next/link'
import { home } from '../../../../security/next-path'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoSession() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such session" heading="h1">
        <p>Its id may be mistyped, retention may have removed it, or it belongs to another company.</p>
        <Link href={home} className={buttonLook()}>
          Go to sessions
        </Link>
      </Notice>
    </div>
  )
}
