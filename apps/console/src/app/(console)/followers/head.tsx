import Link from 'next/link'
import type { ReactNode } from 'react'
import { linkLook } from '../../../ui/link-look'

/** The title of the page, how many there are beside it, and where their keys are. */
export function FollowersHead({ count, children }: { count?: string; children?: ReactNode }) {
  return (
    <div className="flex h-14 shrink-0 items-center gap-3 px-4">
      <h1 className="text-title font-semibold">Followers</h1>
      <p role="status" className="min-w-0 flex-1 truncate text-quiet">
        {count}
      </p>
      <Link href="/api-keys" prefetch={false} className={`${linkLook} text-table max-sm:hidden`}>
        API keys
      </Link>
      {children}
    </div>
  )
}
