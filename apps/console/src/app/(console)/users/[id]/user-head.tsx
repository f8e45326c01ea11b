import type { AdminUser, Role } from '@tessera/contract'
import Link from 'next/link'
import type { Companies } from '../companies'
import { userTitle, UserStateWord } from '../user-words'
import { EditButton } from './edit-button'

interface UserHeadProps {
  user: AdminUser
  own: boolean
  /** Null for readers who only look. */
  edit: { offered: readonly Role[]; companies: Companies | null } | null
}

/** Who it is and how they stand. */
export function UserHead({ user, own, edit }: UserHeadProps) {
  const { state, name } = user
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="text-title font-semibold [overflow-wrap:anywhere]">
          <bdi>{userTitle(user)}</bdi>
        </h1>
        <p className="flex flex-wrap items-center gap-x-4 text-quiet [overflow-wrap:anywhere]">
          <UserStateWord state={state} />
          {name && <bdi className="text-left">{name}</bdi>}
          {own && (
            <span>
              This is you:{' '}
              <Link href="/account" prefetch={false} className="text-accent-text underline underline-offset-4">
                your account
              </Link>
            </span>
          )}
        </p>
        {state === 'deleted' && (
          <p className="mt-3 border-l-2 border-ended py-0.5 pl-3">
            What was personal is erased. The id and what happened are kept, and nothing can be changed any more.
          </p>
        )}
      </div>
      {edit && <EditButton user={user} {...edit} />}
    </div>
  )
}
