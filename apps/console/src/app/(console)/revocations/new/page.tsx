import { bulkRevokers, type Role } from '@tessera/contract'
import type { Metadata } from 'next'
import Link from 'next/link'
import { viewer } from '../../../../session/viewer'
import { TroubleNotice } from '../../../../ui/trouble-notice'
import { Clock } from '../../../../ui/when'
import { mayEnter, NoEntry } from '../../no-entry'
import { choicesToOffer } from '../../sessions/choices-to-offer'
import { isBound } from '../../users/may'
import { namesFor } from '../names-for'
import { Sheet } from '../sheet'
import { nameOfScope, userIdOf } from './names'
import { RevocationForm } from './revocation-form'
import { ScopeForm } from './scope-form'
import { scopesFor } from './scopes'
import { targetIn } from './target'

export const metadata: Metadata = { title: 'Revoke sessions' }

const undone = 'Nothing was ended.'

export default async function NewRevocationPage({ searchParams }: PageProps<'/revocations/new'>) {
  const who = await viewer()
  if (!mayEnter(who)) return <NoEntry who={who} undone={undone} />
  const { roles, company_id } = who.body
  if (!bulkRevokers.some((role: Role) => roles.includes(role))) {
    return (
      <div className="grid flex-1 place-items-center p-4">
        <TroubleNotice trouble={{ kind: 'forbidden' }} heading="h1" undone={undone} />
      </div>
    )
  }

  const { target, unread } = targetIn(await searchParams)
  if (unread.length > 0) {
    return (
      <Sheet title="Revoke sessions">
        <p role="alert" className="[overflow-wrap:anywhere]">
          The address asks for what cannot be read: <bdi className="font-mono">{unread.join(', ').slice(0, 300)}</bdi>. Left out, it would
          end more than was meant, so nothing is offered here.{' '}
          <Link href="/sessions" prefetch={false} className="text-accent-text underline underline-offset-4">
            Go back to the list
          </Link>{' '}
          and search again.
        </p>
      </Sheet>
    )
  }
  const named = target?.kind === 'everything' && target.scope === 'user' ? await userIdOf(target.of ?? '') : null
  if (!target || (named && !named.ok)) {
    const { clients, companies } = await choicesToOffer(isBound(who.body))
    return (
      <Sheet title="Revoke everything">
        <ScopeForm scopes={scopesFor(roles)} clients={clients} companies={companies} companyId={company_id} fault={named?.fault ?? null} />
      </Sheet>
    )
  }
  const exact = named?.ok && target.kind === 'everything' ? { ...target, of: named.id } : target
  const name = exact.kind === 'everything' ? await nameOfScope(exact.scope, exact.of) : null
  const known = await namesFor({ everything: null, filter: exact.kind === 'filter' ? exact.filter : null })
  return (
    <Clock at={new Date().getTime()}>
      <Sheet title="Revoke sessions">
        <RevocationForm key={JSON.stringify(exact)} target={exact} name={name} known={known} />
      </Sheet>
    </Clock>
  )
}
