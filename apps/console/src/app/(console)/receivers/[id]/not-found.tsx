import Link from 'next/link'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoReceiver() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such receiver" heading="h1">
        <p>The id may be mistyped, or it was removed, or it belongs to another company.</p>
        <Link href="/receivers" className={buttonLook()}>
          Go to receivers
        </Link>
      </Notice>
    </div>
  )
}
