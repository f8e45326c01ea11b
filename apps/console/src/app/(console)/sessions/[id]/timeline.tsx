import type { AdminSessionDetail } from '@tessera/contract'
import type { ReactNode } from 'react'
import { classNames } from '../../../../ui/class-names'
import { WhenRoughly } from '../../../../ui/when'
import { reasonWords } from '../state'
import { Fork } from './fork'
import { storyOf, type Chapter } from './story'

const digits = new Intl.NumberFormat('en')

/** A session's life, oldest first: a tile for each thing that happened, and one for all the rotations between two of them. */
export function Timeline({ session }: { session: AdminSessionDetail }) {
  const story = storyOf(session)
  return (
    <ol className="grid">
      {story.map((chapter, place) => (
        <Step key={place} tile={tiles[chapter.kind]} last={place === story.length - 1} alarming={isAlarming(chapter)}>
          <Telling chapter={chapter} session={session} />
        </Step>
      ))}
    </ol>
  )
}

const tiles: Readonly<Record<Chapter['kind'], string>> = {
  started: 'bg-active',
  rotations: 'bg-edge',
  branched: 'bg-expired',
  fork: 'bg-reuse',
  ended: 'bg-ended',
  expired: 'bg-expired',
}

function isAlarming(chapter: Chapter): boolean {
  return chapter.kind === 'ended' && chapter.event.reason === 'reuse_detected'
}

function Step({ tile, last, alarming, children }: { tile: string; last: boolean; alarming: boolean; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[0.75rem_minmax(0,1fr)] gap-x-3">
      <span aria-hidden className="grid grid-rows-[auto_1fr] justify-items-center pt-1.5">
        <span className={classNames('size-2.5 rounded-[2px]', alarming ? 'bg-reuse' : tile)} />
        {!last && <span className="mt-1.5 w-px bg-line" />}
      </span>
      <div className={classNames('[overflow-wrap:anywhere]', !last && 'pb-4')}>{children}</div>
    </li>
  )
}

function Telling({ chapter, session }: { chapter: Chapter; session: AdminSessionDetail }) {
  switch (chapter.kind) {
    case 'started':
      return (
        <Happening title="Session started" at={chapter.event.at}>
          <Source ip={chapter.event.ip} />
        </Happening>
      )
    case 'rotations': {
      const count = chapter.to - chapter.from + 1
      return (
        <p>
          <span className="font-medium">
            {digits.format(count)} {count === 1 ? 'rotation' : 'rotations'}
          </span>
          <span className="block text-table text-quiet">
            Generation{' '}
            {chapter.from === chapter.to ? digits.format(chapter.to) : `${digits.format(chapter.from)} to ${digits.format(chapter.to)}`}
          </span>
        </p>
      )
    }
    case 'branched':
      return (
        <Happening title="A refresh token came back late" at={chapter.event.at}>
          It earned a second successor, on a new branch: an answer was lost, or somebody else has the token.
          <Source ip={chapter.event.ip} />
        </Happening>
      )
    case 'fork':
      return <Fork held={chapter.held} presented={chapter.presented} event={chapter.event} lastIp={session.last_ip} />
    case 'ended': {
      const { reason, by, note, at } = chapter.event
      return (
        <Happening title={reason === null ? 'Ended' : reasonWords[reason]} at={at}>
          {by && <span className="block">By {by.email ?? by.id}</span>}
          {note && (
            <q dir="auto" className="block">
              {note}
            </q>
          )}
          <Source ip={chapter.event.ip} />
        </Happening>
      )
    }
    case 'expired':
      return (
        <Happening title="Expired" at={chapter.at}>
          {chapter.limit === 'idle' ? 'It was not refreshed for longer than its idle timeout.' : 'It reached its absolute lifetime.'}
        </Happening>
      )
  }
}

function Happening({ title, at, children }: { title: string; at: string; children?: ReactNode }) {
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{title}</span>
        <span className="text-table text-quiet">
          <WhenRoughly at={at} />
        </span>
      </p>
      <div className="text-table text-quiet">{children}</div>
    </>
  )
}

function Source({ ip }: { ip: string | null }) {
  return ip === null ? null : (
    <span className="block">
      From <span className="font-mono">{ip}</span>
    </span>
  )
}
