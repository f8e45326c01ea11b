import Link from 'next/link'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoClient() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such client" heading="h1">
        <p>The id may be mistyped. Clients are never deleted: one that was there is there still, perhaps disabled.</p>
        <Link href="/clients" className={buttonLook()}>
          Go to clients
        </Link>
      </Notice>
    </div>
  )
}
