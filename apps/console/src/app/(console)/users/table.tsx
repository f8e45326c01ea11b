'use client'
import type { AdminUser } from '@tessera/contract'
import { cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { classNames } from '../../../ui/class-names'
import { When } from '../../../ui/when'
import type { Density } from '../../preferences'
import { userColumns } from './columns'
import { NameBeside } from './name-beside'
import { rolesInWords, userTitle, UserStateWord } from './user-words'

/** The found users. */
export function UsersTable(props: { users: readonly AdminUser[]; ownId: string; bound: boolean; density: Density }) {
  const { users, ownId, bound, density } = props
  return (
    <ListTable columns={userColumns(bound)} caption="Users, newest first" density={density}>
      {users.map((user) => (
        <UserRow key={user.id} user={user} own={user.id === ownId} bound={bound} />
      ))}
    </ListTable>
  )
}

const cells = cellsOf(userColumns(false))

function UserRow({ user, own, bound }: { user: AdminUser; own: boolean; bound: boolean }) {
  const { id, name, state, roles, company, second_factor, created_at, last_seen_at } = user
  const roleText = rolesInWords(roles)
  return (
    <ListRow>
      <td className={cells.state}>
        <UserStateWord state={state} />
      </td>
      <td className={cells.user}>
        <div className="flex min-w-0 items-baseline gap-2">
          <RowLink href={`/users/${id}`} className={classNames(state === 'deleted' && 'text-quiet')}>
            {userTitle(user)}
          </RowLink>
          {name && <NameBeside name={name} />}
          {state === 'deleted' && <span className={classNames('min-w-0 font-mono text-small text-faint', givenLook)}>{id}</span>}
          {own && <span className="shrink-0 rounded-sm bg-accent-wash px-1.5 text-small leading-5 text-accent-text">You</span>}
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
          <UserStateWord state={state} />
          {name && <bdi className="truncate">{name}</bdi>}
          <span className="truncate">{roleText}</span>
        </div>
        <Whole />
      </td>
      <td className={cells.roles}>
        <div title={roleText || undefined} className={givenLook}>
          {roleText || <None what="No role" />}
        </div>
      </td>
      {!bound && (
        <td className={cells.company}>
          <div dir="auto" title={company.name} className={givenLook}>
            {company.name}
          </div>
        </td>
      )}
      <td className={cells.factor}>{second_factor ? 'On' : <None what="Off" />}</td>
      <td className={`${cells.created} text-quiet`}>
        <When at={created_at} />
      </td>
      <td className={`${cells.seen} text-quiet`}>{last_seen_at ? <When at={last_seen_at} /> : <span className="font-mono">never</span>}</td>
    </ListRow>
  )
}

/** What is not there, for eyes that skim; and in words for ears. */
function None({ what }: { what: string }) {
  return (
    <>
      <span aria-hidden className="text-faint">
        –
      </span>
      <span className="sr-only">{what}</span>
    </>
  )
}
