import { routes, type AdminSessionDetail } from '@tessera/contract'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ask } from '../../../../session/viewer'
import { inWords } from '../../../../api/trouble'
import { linkLook } from '../../../../ui/link-look'
import { WhenRoughly } from '../../../../ui/when'
import { DeviceIcon, deviceWords } from '../device'
import { State } from '../state'

const shown = 5
const digits = new Intl.NumberFormat('en')

/** The newest other sessions of the same user, and the way to all of them. */
export async function OtherSessions({ session }: { session: AdminSessionDetail }) {
  const { id, user } = session
  const answer = await ask(routes.listSessions, { query: { user_id: user.id, limit: shown + 1 } })
  if (!answer.ok) {
    const { title, advice } = inWords(answer.trouble)
    return <Around>{<Said>{`The other sessions were not loaded: ${title}. ${advice}`}</Said>}</Around>
  }
  const { items, count, count_capped } = answer.body
  const others = items.filter((other) => other.id !== id).slice(0, shown)
  if (others.length === 0) return <Around>{<Said>This is the only session of this user that is kept.</Said>}</Around>
  return (
    <Around
      aside={
        <Link href={`/sessions?user_id=${user.id}`} prefetch={false} className={`${linkLook} text-table`}>
          All {digits.format(count)}
          {count_capped && '+'} sessions of this user
        </Link>
      }
    >
      <ul className="border-t border-line">
        {others.map((other) => (
          <li
            key={other.id}
            className="grid gap-x-4 border-b border-line py-1.5 @md:grid-cols-[minmax(0,1fr)_9.5rem_6.5rem] @md:items-baseline"
          >
            <Link href={`/sessions/${other.id}`} prefetch={false} className="flex min-w-0 items-baseline gap-2 hover:underline">
              <span className="self-center">
                <DeviceIcon kind={other.device.kind} />
              </span>
              <bdi className="min-w-0 truncate">{deviceWords(other.device)}</bdi>
            </Link>
            <State session={other} />
            <span className="text-table text-quiet">
              <span className="sr-only">Last seen </span>
              <WhenRoughly at={other.last_seen_at} />
            </span>
          </li>
        ))}
      </ul>
    </Around>
  )
}

/** The same while it is asked for: as high as it will be. */
export function OtherSessionsToCome() {
  return (
    <Around>
      <ul aria-hidden className="border-t border-line">
        {Array.from({ length: shown }, (_, place) => (
          <li key={place} className="border-b border-line py-1.5">
            <span className="my-1 block h-3 w-2/3 rounded-sm bg-hover" />
          </li>
        ))}
      </ul>
    </Around>
  )
}

function Around({ aside, children }: { aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby="others">
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="others" className="text-table font-semibold">
          Other sessions of this user
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

function Said({ children }: { children: ReactNode }) {
  return <p className="border-t border-line py-3 text-quiet">{children}</p>
}
