import Link from 'next/link'
import { buttonLook } from '../../../ui/button'
import { Notice } from '../../../ui/notice'

export function NoFollowers() {
  return (
    <Notice title="No followers yet">
      <p>
        A service that checks access tokens with @tessera/verifier follows what is revoked, and says here how far it is. Until one does, a
        service that asks nobody takes the access tokens of an ended session until they expire.
      </p>
      <p>It needs an API key that may follow what is revoked. What it then reads:</p>
      <pre className="max-w-full overflow-x-auto rounded-md border border-line bg-surface p-3 font-mono text-small text-text">
        {`curl -H 'x-api-key: tessera_ak_…' \\\n  "$API_URL/v1/revocations"`}
      </pre>
      <Link href="/api-keys" prefetch={false} className={buttonLook()}>
        Go to API keys
      </Link>
    </Notice>
  )
}
