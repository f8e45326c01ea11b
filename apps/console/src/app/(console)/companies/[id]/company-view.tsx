import { bulkRevokers, companyManagers, routes, type Company, type Role } from '@tessera/contract'
import Link from 'next/link'
import type { Answer } from '../../../../api/answer'
import { countWords, type Counted } from '../../../../lists/count'
import { ask } from '../../../../session/viewer'
import { buttonLook } from '../../../../ui/button'
import { Fact, Group, Id } from '../../../../ui/facts'
import { linkLook } from '../../../../ui/link-look'
import { WhenExactly } from '../../../../ui/when'
import { RenameButton } from './rename-button'

/** What there is to know about a company, with a way to all that belongs to it, and what can be done. */
export async function CompanyView({ company, roles }: { company: Company; roles: readonly Role[] }) {
  const { id, name, created_at } = company
  const one = { company_id: id, limit: 1 } as const
  const [users, live, keys] = await Promise.all([
    ask(routes.listUsers, { query: one }),
    ask(routes.listSessions, { query: { ...one, state: 'active' } }),
    ask(routes.listApiKeys, { query: { ...one, state: 'live' } }),
  ])
  const nobodyIn = live.ok && live.body.count === 0 && !live.body.count_capped
  const mayEnd = bulkRevokers.some((role: Role) => roles.includes(role)) && !nobodyIn
  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <h1 className="min-w-0 flex-1 basis-72 text-title font-semibold [overflow-wrap:anywhere]">
          <bdi>{name}</bdi>
        </h1>
        {companyManagers.some((role) => roles.includes(role)) && <RenameButton company={company} />}
      </div>
      <div className="@container grid gap-8">
        <div className={mayEnd ? 'grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 @4xl:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]' : 'grid'}>
          <div className="grid content-start gap-8">
            <Group title="About">
              <Fact name="Company id">
                <Id id={String(id)} what="company id" />
              </Fact>
              <Fact name="Created">
                <WhenExactly at={created_at} />
              </Fact>
            </Group>
            <Group title="What belongs to it">
              <Fact name="Users">
                <Way href={`/users?company_id=${id}`}>{counted(users, 'user', 'users')}</Way>
              </Fact>
              <Fact name="Sessions">
                <Way href={`/sessions?company_id=${id}&state=active`}>{`${counted(live, 'session', 'sessions')} live`}</Way>{' '}
                <Way href={`/sessions?company_id=${id}`} className="ml-3">
                  All sessions
                </Way>
              </Fact>
              <Fact name="API keys">
                <Way href={`/api-keys?company_id=${id}&state=live`}>{`${counted(keys, 'API key', 'API keys')} live`}</Way>
              </Fact>
              <Fact name="Events">
                <Way href={`/events?company_id=${id}`}>What happened in it</Way>
              </Fact>
            </Group>
          </div>
          {mayEnd && (
            <section aria-labelledby="actions">
              <h2 id="actions" className="mb-1.5 text-table font-semibold">
                Actions
              </h2>
              <div className="grid justify-items-start gap-2 border-y border-line py-3">
                <p id="about-end" className="text-table text-quiet">
                  Ends every session that its users have started until now, in one step. You are asked once more, with what it will hit.
                </p>
                <Link
                  href={`/revocations/new?everything=company&of=${id}`}
                  prefetch={false}
                  aria-describedby="about-end"
                  className={buttonLook()}
                >
                  Revoke every session
                </Link>
              </div>
            </section>
          )}
        </div>
      </div>
    </>
  )
}

/** “54 users”; “Users” where nobody says how many. */
function counted(answer: Answer<Counted>, one: string, many: string): string {
  return answer.ok ? countWords(answer.body, one, many) : `${many.charAt(0).toUpperCase()}${many.slice(1)}`
}

function Way({ href, className = '', children }: { href: `/${string}`; className?: string; children: string }) {
  return (
    <Link href={href} prefetch={false} className={`${linkLook} ${className}`}>
      {children}
    </Link>
  )
}
