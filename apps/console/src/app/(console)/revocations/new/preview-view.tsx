'use client'
import type { AdminSession, RevocationPreview } from '@tessera/contract'
import { givenLook } from '../../../../lists/columns'
import { useZone, When } from '../../../../ui/when'
import { deviceWords } from '../../sessions/device'
import { AddressNote } from '../../sessions/address-note'
import type { Known } from '../../sessions/filter-words'
import { isNetwork } from '../../sessions/network'
import { personTitle } from '../../users/user-words'
import { peopleInWords, scopeWords, sessionsInWords, targetWords } from '../words'
import type { Target } from './target'

interface PreviewViewProps {
  preview: RevocationPreview
  target: Target
  name: string | null
  known: Known
  include: boolean
  onInclude: (include: boolean) => void
}

/** What would end: how many, whose, where; whether one's own are among them; and a few to look at. */
export function PreviewView({ preview, target, name, known, include, onInclude }: PreviewViewProps) {
  const zone = useZone()
  const { users, clients, companies, sample, current, own } = preview
  const { ip, q = '' } = target.kind === 'filter' ? target.filter : {}
  const network = ip ?? (isNetwork(q.trim()) ? q.trim() : null)
  return (
    <>
      <div role="status" className="grid gap-1 [overflow-wrap:anywhere]">
        {target.kind === 'everything' && (
          <p className="text-quiet">
            Everything of <bdi className="font-medium text-text">{scopeWords(target.scope, name ?? target.of)}</bdi> that starts before the
            moment it ends.
          </p>
        )}
        {target.kind === 'filter' && (
          <p className="text-quiet">
            <bdi>{targetWords({ everything: null, filter: target.filter }, known, zone)}</bdi>
          </p>
        )}
        <p className="text-[1rem] leading-6 font-semibold">
          {sessionsInWords(preview)} of {peopleInWords(users)} would end.
        </p>
        {own > 0 && <p>{own === 1 ? 'One of them is your own, on another device.' : `${own} of them are your own, on other devices.`}</p>}
        {current && !include && <p>The session you are using now is among them. It is spared.</p>}
      </div>
      {network && <AddressNote network={network} />}
      {(current || include) && (
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            checked={include}
            onChange={(event) => onInclude(event.target.checked)}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            Revoke the session I am using, too. <span className="text-quiet">You are signed out here when its turn comes.</span>
          </span>
        </label>
      )}
      {(clients.length > 0 || companies.length > 0) && (
        <div className="grid gap-5 sm:grid-cols-2">
          <Counted title="Clients" list={clients} />
          <Counted title="Companies" list={companies} />
        </div>
      )}
      {sample.length > 0 && <Sample sessions={sample} whole={!preview.count_capped && sample.length >= preview.count} />}
    </>
  )
}

function Counted({ title, list }: { title: string; list: RevocationPreview['clients'] }) {
  if (list.length === 0) return null
  return (
    <section aria-label={title} className="min-w-0">
      <h2 className="mb-1.5 text-table font-semibold">{title}</h2>
      <dl className="border-t border-line">
        {list.map(({ id, name, count }) => (
          <div key={id} className="flex gap-3 border-b border-line py-1">
            <dt dir="auto" title={name} className={`min-w-0 flex-1 ${givenLook}`}>
              {name}
            </dt>
            <dd className="font-mono text-table">{count.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Sample({ sessions, whole }: { sessions: readonly AdminSession[]; whole: boolean }) {
  return (
    <section aria-label="Sample" className="min-w-0">
      <h2 className="mb-1.5 text-table font-semibold">{whole ? 'These are' : `The newest ${sessions.length} of them`}</h2>
      <ul className="border-t border-line text-table">
        {sessions.map(({ id, user, device, ip, client, started_at, current }) => (
          <li
            key={id}
            className="grid gap-x-3 border-b border-line py-1.5 sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1.2fr)_minmax(0,1fr)_6.5rem]"
          >
            <span dir="auto" title={personTitle(user)} className={`font-medium ${givenLook}`}>
              {personTitle(user)}
              {current && <span className="font-normal text-accent-text"> (this session)</span>}
            </span>
            <span dir="auto" title={device.user_agent ?? undefined} className={`text-quiet ${givenLook}`}>
              {deviceWords(device)}
            </span>
            <span dir="auto" className={`text-quiet ${givenLook}`}>
              {[client.name, ip].filter(Boolean).join(', ')}
            </span>
            <span className="text-quiet">
              <When at={started_at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
