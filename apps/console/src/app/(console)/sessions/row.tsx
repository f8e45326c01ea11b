'use client'
import type { AdminSession } from '@tessera/contract'
import Link from 'next/link'
import { useState, type FocusEvent, type MouseEvent } from 'react'
import { Button } from '../../../ui/button'
import { classNames } from '../../../ui/class-names'
import { When } from '../../../ui/when'
import { actionsShown, columns, type ColumnId } from './columns'
import { DeviceIcon, deviceWords } from './device'
import { State } from './state'

const cell =
  'h-9 border-b border-line px-3 group-data-[density=compact]/table:h-7 group-hover/row:bg-hover group-focus-within/row:bg-hover first:pl-4 max-md:h-14'
const shown = Object.fromEntries(columns.map((column) => [column.id, column.shown])) as Readonly<Record<ColumnId, string>>

/** Text from outside: kept to its line and to its own direction. What is cut short is shown whole when the keyboard is in the row. */
const given = 'given truncate text-left'

/** One session. The whole row opens it; its link is what the keyboard and a screen reader find. */
export function Row({ session, onRevoke }: { session: AdminSession; onRevoke?: () => void }) {
  const { id, user, device, client, ip, started_at, last_seen_at, current } = session
  const words = deviceWords(device)
  const [cut, setCut] = useState<readonly string[]>([])

  function open(event: MouseEvent<HTMLTableRowElement>): void {
    const onControl = event.target instanceof Element && event.target.closest('a, button')
    if (onControl || !getSelection()?.isCollapsed) return
    event.currentTarget.querySelector<HTMLAnchorElement>('a[data-session]')?.click()
  }

  function showCut({ target, currentTarget }: FocusEvent<HTMLTableRowElement>): void {
    if (!target.matches(':focus-visible')) return
    const texts = [...currentTarget.querySelectorAll<HTMLElement>('.given')].filter((text) => text.scrollWidth > text.clientWidth)
    setCut(texts.map((text) => text.innerText))
  }

  return (
    <tr onClick={open} onFocus={showCut} onBlur={() => setCut([])} className="group/row cursor-pointer">
      <td className={classNames(cell, shown.state)}>
        <State session={session} />
      </td>
      <td className={classNames(cell, 'relative max-md:pl-4', shown.user)}>
        <div className="flex min-w-0 items-baseline gap-2">
          <Link
            href={`/sessions/${id}`}
            prefetch={false}
            scroll={false}
            data-session={id}
            dir="auto"
            title={user.email}
            className={classNames('min-w-0 font-medium', given)}
          >
            {user.email}
          </Link>
          {user.name && (
            <span dir="auto" title={user.name} className={classNames('min-w-0 shrink-[9999] text-quiet max-lg:hidden', given)}>
              {user.name}
            </span>
          )}
          {current && (
            <span className="shrink-0 rounded-sm bg-accent-wash md:max-lg:sr-only px-1.5 text-small leading-5 text-accent-text">
              This session
            </span>
          )}
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
          <State session={session} />
          <bdi className="truncate">{words}</bdi>
        </div>
        {cut.length > 0 && <Whole texts={cut} />}
      </td>
      <td className={classNames(cell, shown.device)}>
        <div className="flex min-w-0 items-center gap-2">
          <DeviceIcon kind={device.kind} />
          <span dir="auto" title={[words, device.user_agent].filter(Boolean).join('\n')} className={given}>
            {words}
          </span>
        </div>
      </td>
      <td className={classNames(cell, shown.ip)}>
        <div title={ip ?? undefined} className={classNames('font-mono', given)}>
          {ip ?? '–'}
        </div>
      </td>
      <td className={classNames(cell, shown.client)}>
        <div dir="auto" title={client.id} className={given}>
          {client.name}
        </div>
      </td>
      <td className={classNames(cell, 'text-quiet', shown.started)}>
        <When at={started_at} />
      </td>
      <td className={classNames(cell, 'text-quiet', shown.seen)}>
        <When at={last_seen_at} />
      </td>
      <td className={classNames(cell, 'px-2 text-right', actionsShown)}>
        {onRevoke && (
          <Button
            size="small"
            aria-label={`Revoke session of ${user.email}`}
            onClick={onRevoke}
            className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-100"
          >
            Revoke
          </Button>
        )}
      </td>
    </tr>
  )
}

/** Lies over the next row and moves nothing: a click that ends the focus must land where it was aimed. */
function Whole({ texts }: { texts: readonly string[] }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-full left-1 z-5 grid w-max max-w-[min(44rem,70vw)] rounded-md border border-line bg-surface px-2 py-1 text-quiet shadow-lifted [overflow-wrap:anywhere]"
    >
      {texts.map((text, place) => (
        <bdi key={place}>{text}</bdi>
      ))}
    </div>
  )
}
