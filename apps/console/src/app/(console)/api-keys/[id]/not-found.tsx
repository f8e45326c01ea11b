import Link from 'next/link'
import { buttonLook } from '../../../../ui/button'
import { Notice } from '../../../../ui/notice'

export default function NoApiKey() {
  return (
    <div className="grid flex-1 place-items-center p-4">
      <Notice title="There is no such API key" heading="h1">
        <p>The id may be mistyped, or the key belongs to another company.</p>
        <Link href="/api-keys" className={buttonLook()}>
          Go to API keys
        </Link>
      </Notice>
    </div>
  )
}
