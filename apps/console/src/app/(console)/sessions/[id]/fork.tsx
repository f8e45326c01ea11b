import type { SessionEvent } from '@tessera/contract'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { classNames } from '../../../../ui/class-names'
import { networkAround } from '../network'
import { browserWords } from './source'
import type { Source } from './story'

type Place = NonNullable<SessionEvent['presented']>

interface ForkProps {
  held: Place
  holder: Source
  presented: Place
  event: SessionEvent
}

/** Where one line became two: a column of tiles for each holder, and what is known of both, side by side. */
export function Fork({ held, holder, presented, event }: ForkProps) {
  const sameGeneration = held.generation === presented.generation
  const rows = [
    ['Address', holder.ip, event.ip, true],
    ['Country', holder.place?.country ?? null, event.place?.country ?? null, false],
    ['Browser', browserWords(holder), browserWords(event), false],
    ['User agent', holder.user_agent, event.user_agent, false],
    ['Token', placeWords(held), placeWords(presented), false],
  ] as const
  return (
    <div className="rounded-md bg-reuse-wash p-3">
      <p className="font-medium text-reuse">Two holders of one session</p>
      <p className="mt-0.5 text-table">
        {sameGeneration
          ? 'Each used a different successor of the same refresh token. One of them is not the owner, and nobody can tell which.'
          : 'A refresh token came back that its holder had replaced before. Somebody has a copy, and nobody can tell which of them is the owner.'}
      </p>
      <table className="mt-3 w-full table-fixed border-collapse text-left align-top text-table">
        <caption className="sr-only">Both holders, side by side</caption>
        <thead>
          <tr>
            <th scope="col" className="w-1/2 pr-3 font-medium">
              <Tiles hue="bg-edge" />
              In use
            </th>
            <th scope="col" className="w-1/2 font-medium">
              <Tiles hue="bg-reuse" />
              Presented
            </th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(([, one, other]) => one !== null || other !== null)
            .map(([name, one, other, mono]) => (
              <tr key={name} className="align-top">
                {[one, other].map((value, place) => (
                  <Cell key={place} name={name} mono={mono} differs={one !== other}>
                    {name === 'Address' && value !== null ? <EventsFrom ip={value} /> : value}
                  </Cell>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

const placeWords = ({ generation, branch }: Place) => `Generation ${generation}, branch ${branch}`

function Tiles({ hue }: { hue: string }) {
  return (
    <span aria-hidden className="mb-1 flex gap-1">
      {[0, 1, 2].map((tile) => (
        <span key={tile} className={classNames('size-2.5 rounded-[2px]', hue)} />
      ))}
    </span>
  )
}

/** What else came from where a holder was. */
function EventsFrom({ ip }: { ip: string }) {
  return (
    <Link
      href={`/events?ip=${encodeURIComponent(networkAround(ip))}`}
      prefetch={false}
      aria-label={`Events from ${ip}`}
      className="underline decoration-edge underline-offset-4 hover:decoration-text"
    >
      {ip}
    </Link>
  )
}

interface CellProps {
  name: string
  mono: boolean
  differs: boolean
  children: ReactNode
}

/** Each cell says what it is about: two columns leave no room for a third of names. */
function Cell({ name, mono, differs, children }: CellProps) {
  return (
    <td className="pt-2 pr-3 [overflow-wrap:anywhere] last:pr-0">
      <span className="block text-small text-quiet">{name}</span>
      <span dir="auto" className={classNames('line-clamp-4 text-left', mono && 'font-mono', differs && 'font-medium')}>
        {children ?? 'Unknown'}
      </span>
    </td>
  )
}
