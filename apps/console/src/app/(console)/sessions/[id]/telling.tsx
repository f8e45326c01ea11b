import type { AdminSessionDetail } from '@tessera/contract'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Id } from '../../../../ui/facts'
import { WhenExactly, WhenRoughly } from '../../../../ui/when'
import { reasonWords } from '../state'
import { Fork } from './fork'
import { Change, SourceLine } from './source'
import { changeIn, type Chapter } from './story'

const digits = new Intl.NumberFormat('en')

const moves = {
  network: 'Moved to another network',
  browser: 'Changed its browser',
  both: 'Moved to another network and browser',
  unknown: 'Moved to another network or browser',
} as const

/** One chapter of a session's life, in words. */
export function Telling({ chapter, session }: { chapter: Chapter; session: AdminSessionDetail }) {
  switch (chapter.kind) {
    case 'started':
      return (
        <Happening title="Session started" at={chapter.event.at}>
          <SourceLine source={chapter.event} />
        </Happening>
      )
    case 'moved':
      return (
        <Happening title={moves[changeIn(chapter.before, chapter.event)]} at={chapter.event.at}>
          {chapter.event.presented && `Generation ${digits.format(chapter.event.presented.generation)}`}
          <Change before={chapter.before} after={chapter.event} />
        </Happening>
      )
    case 'rotations': {
      const { from, to } = chapter
      return (
        <p>
          <span className="font-medium">
            {digits.format(to - from + 1)} {from === to ? 'rotation' : 'rotations'}
          </span>
          <span className="block text-table text-quiet">
            Generation {from === to ? digits.format(to) : `${digits.format(from)} to ${digits.format(to)}`}
          </span>
        </p>
      )
    }
    case 'branched':
      return (
        <Happening title="A refresh token came back late" at={chapter.event.at}>
          It earned a second successor, on a new branch: an answer was lost, or somebody else has the token.
          {chapter.before ? <Change before={chapter.before} after={chapter.event} /> : <SourceLine source={chapter.event} />}
        </Happening>
      )
    case 'fork':
      return <Fork held={chapter.held} holder={chapter.holder} presented={chapter.presented} event={chapter.event} />
    case 'ended': {
      const { reason, by, note, api_key_id, at } = chapter.event
      return (
        <Happening title={reason === null ? 'Ended' : reasonWords[reason]} at={at}>
          <By who={by} own={by?.id === session.user.id} />
          {api_key_id && (
            <span className="block">
              With an API key: <Id id={api_key_id} what="API key id" />
            </span>
          )}
          {note && (
            <q dir="auto" className="block">
              {note}
            </q>
          )}
          {reason === 'reuse_detected' && chapter.event.presented ? (
            'It ended for whoever holds a token of it.'
          ) : (
            <SourceLine source={chapter.event} />
          )}
        </Happening>
      )
    }
    case 'swept': {
      const { reason, by, at } = chapter.end
      return (
        <Happening title={reason === null ? 'Ended' : reasonWords[reason]} at={at}>
          <By who={by} own={by?.id === session.user.id} />
          It ended with every other session that one write was about.
        </Happening>
      )
    }
    case 'expired':
      return (
        <Happening title="Expired" at={chapter.at}>
          {chapter.limit === 'idle' ? 'It was not refreshed for longer than its idle timeout.' : 'It reached its absolute lifetime.'}
        </Happening>
      )
    case 'open':
      return (
        <Happening title="Active" at={chapter.seenAt}>
          It expires <WhenRoughly at={chapter.expiresAt} /> unless it is refreshed.
        </Happening>
      )
  }
}

/** Who did it; nobody where a rule did. */
function By({ who, own }: { who: { id: string; email: string | null } | null; own: boolean }) {
  if (who === null) return null
  return (
    <span className="block">
      By{' '}
      {own ? (
        'its user'
      ) : who.email === null ? (
        <span className="font-mono">{who.id}</span>
      ) : (
        <Link href={`/users/${who.id}`} prefetch={false} className="underline underline-offset-2 hover:text-text">
          <bdi>{who.email}</bdi>
        </Link>
      )}
    </span>
  )
}

function Happening({ title, at, children }: { title: string; at: string; children?: ReactNode }) {
  return (
    <>
      <p className="font-medium">{title}</p>
      <div className="text-table text-quiet">
        <span className="block">
          <WhenExactly at={at} />
        </span>
        {children}
      </div>
    </>
  )
}
