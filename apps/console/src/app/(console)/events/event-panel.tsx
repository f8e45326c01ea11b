'use client'
import { personTitle } from '../users/user-words'
import type { LogEvent } from '@tessera/contract'
import { ListFilter } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { actorless, eventDetails, eventSentence } from '../../../events/event-words'
import { CopyButton } from '../../../ui/copy-button'
import { DialogPanel } from '../../../ui/dialog'
import { Fact, Given, Group } from '../../../ui/facts'
import { linkLook } from '../../../ui/link-look'
import { WhenExactly } from '../../../ui/when'

/** High enough to be hit where the next one is close (WCAG 2.5.8). */
const onLine = `${linkLook} inline-flex min-h-6 items-center`

/** All that the log knows of one event, with the ways on: to what it is about, and to the other events of it. */
export function EventPanel({ event }: { event: LogEvent }) {
  const { id, at, kind, user, by, session_id, client_id, company, ip, user_agent, note } = event
  const details = eventDetails(event)
  return (
    <DialogPanel place="side" title={eventSentence(event)}>
      <div className="@container mt-4 grid grid-cols-[minmax(0,1fr)] gap-6">
        <Group title="What">
          <Fact name="When">
            <WhenExactly at={at} />
          </Fact>
          <Fact name="Kind">
            <Known text={kind} what="kind" filter="kind" />
          </Fact>
          {note && (
            <Fact name="Note">
              <Given>{note}</Given>
            </Fact>
          )}
          {details.map(({ name, value }) => (
            <Fact key={name} name={name}>
              <bdi className="font-mono text-table">{value}</bdi>
            </Fact>
          ))}
        </Group>
        <Group title="Whom and what it is about">
          {user && (
            <Fact name="User">
              <Known text={user.id} what="user id" filter="user_id">
                <Link href={`/users/${user.id}`} prefetch={false} className={onLine}>
                  <bdi>{personTitle(user)}</bdi>
                </Link>
              </Known>
            </Fact>
          )}
          {session_id && (
            <Fact name="Session">
              <Known text={session_id} what="session id" filter="session_id">
                <Link href={`/sessions/${session_id}`} prefetch={false} className={onLine}>
                  Open the session
                </Link>
              </Known>
            </Fact>
          )}
          {client_id && (
            <Fact name="Client">
              <Known text={client_id} what="client id" filter="client_id">
                <Link href={`/clients/${encodeURIComponent(client_id)}`} prefetch={false} className={onLine}>
                  Open the client
                </Link>
              </Known>
            </Fact>
          )}
          {company && (
            <Fact name="Company">
              <Given>{company.name}</Given>
            </Fact>
          )}
        </Group>
        <Group title="Who did it, from where">
          <Fact name="By">
            {by ? (
              <Known text={by.id} what="id of who did it" filter="by">
                <Link href={`/users/${by.id}`} prefetch={false} className={onLine}>
                  <bdi>{personTitle(by)}</bdi>
                </Link>
              </Known>
            ) : (
              actorless(event)
            )}
          </Fact>
          {ip && (
            <Fact name="IP address">
              <Known text={ip} what="IP address" filter="ip" />
            </Fact>
          )}
          {user_agent && (
            <Fact name="Browser">
              <Given quiet>{user_agent}</Given>
            </Fact>
          )}
        </Group>
        <Raw id={id} json={JSON.stringify(event, null, 2)} />
      </div>
    </DialogPanel>
  )
}

/** A text to copy, what it leads to, and the other events that have the same. */
function Known(props: { text: string; what: string; filter: string; children?: ReactNode }) {
  const { text, what, filter, children } = props
  return (
    <div className="grid">
      {children}
      <span className="flex flex-wrap items-center gap-x-1">
        <span className="min-w-0 font-mono text-table">{text}</span>
        <CopyButton text={text} what={what} />
        <Link
          href={`/events?${new URLSearchParams({ [filter]: text })}`}
          prefetch={false}
          aria-label={`Only events with this ${what}`}
          title={`Only events with this ${what}`}
          className="grid size-6 place-items-center rounded-md text-quiet hover:bg-hover hover:text-text"
        >
          <ListFilter aria-hidden className="size-3.5" />
        </Link>
      </span>
    </div>
  )
}

function Raw({ id, json }: { id: string; json: string }) {
  return (
    <div className="relative">
      <h2 className="mb-1.5 text-table font-semibold">Raw JSON</h2>
      <CopyButton text={json} what={`event ${id} as JSON`} className="absolute top-0 right-0" />
      <pre tabIndex={0} role="region" aria-label="Raw JSON" className="overflow-x-auto rounded-md bg-hover p-3 font-mono text-small">
        {json}
      </pre>
    </div>
  )
}
