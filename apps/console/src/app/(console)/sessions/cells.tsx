'use client'
import type { AdminSession } from '@tessera/contract'
import type { ReactNode } from 'react'
import { givenLook } from '../../../lists/columns'
import { RowLink, Whole } from '../../../lists/list-row'
import { classNames } from '../../../ui/class-names'
import { When } from '../../../ui/when'
import { NameBeside } from '../users/name-beside'
import { personTitle } from '../users/user-words'
import type { ColumnId } from './columns'
import { DeviceIcon, deviceWords } from './device'
import { dialectName } from './dialect-names'
import { State } from './state'

/** What a session shows in each column. Much of it was written by strangers. */
export const cells: Readonly<Record<ColumnId, (session: AdminSession) => ReactNode>> = {
  state: (session) => <State session={session} />,
  user: (session) => <User session={session} />,
  device: ({ device }) => (
    <div className="flex min-w-0 items-center gap-2">
      <DeviceIcon kind={device.kind} />
      <span dir="auto" title={[deviceWords(device), device.user_agent].filter(Boolean).join('\n')} className={givenLook}>
        {deviceWords(device)}
      </span>
    </div>
  ),
  ip: ({ ip }) => <Text mono>{ip}</Text>,
  last_ip: ({ last_ip }) => <Text mono>{last_ip}</Text>,
  client: ({ client }) => <Text title={client.id}>{client.name}</Text>,
  company: ({ company }) => <Text>{company.name}</Text>,
  country: ({ place }) => <Text>{place?.country ?? null}</Text>,
  browser: ({ device }) => <Text>{device.browser}</Text>,
  system: ({ device }) => <Text>{device.system}</Text>,
  dialect: ({ dialect }) => <Text>{dialectName(dialect)}</Text>,
  refreshes: ({ refresh_count }) => <Text mono>{String(refresh_count)}</Text>,
  started: ({ started_at }) => <Time at={started_at} />,
  seen: ({ last_seen_at }) => <Time at={last_seen_at} />,
  expires: ({ state, expires_at }) => (state === 'active' ? <Time at={expires_at} /> : <Text>{null}</Text>),
  id: ({ id }) => <Text mono>{id}</Text>,
}

function Time({ at }: { at: string }) {
  return (
    <span className="text-quiet">
      <When at={at} />
    </span>
  )
}

function Text({ mono = false, title, children }: { mono?: boolean; title?: string; children: string | null }) {
  return (
    <div dir="auto" title={title ?? children ?? undefined} className={classNames(givenLook, mono && 'font-mono')}>
      {children ?? '–'}
    </div>
  )
}

function User({ session }: { session: AdminSession }) {
  const { id, user, device, current } = session
  return (
    <>
      <div className="flex min-w-0 items-baseline gap-2">
        <RowLink href={`/sessions/${id}`} scroll={false}>
          {personTitle(user)}
        </RowLink>
        {user.name && <NameBeside name={user.name} />}
        {current && (
          <span className="shrink-0 rounded-sm bg-accent-wash px-1.5 text-small leading-5 text-accent-text md:max-lg:sr-only">
            This session
          </span>
        )}
      </div>
      <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
        <State session={session} />
        <bdi className="truncate">{deviceWords(device)}</bdi>
      </div>
      <Whole />
    </>
  )
}
