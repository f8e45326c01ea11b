import Link from 'next/link'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoCompany() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such company" heading="h1">
        <p>The id may be mistyped, or it is not your company.</p>
        <Link href="/companies" className={buttonLook()}>
          Go to companies
        </Link>
      </Notice>
    </div>
  )
}
