import type { Follower, Followers } from '@tessera/contract'
import type { ReactNode } from 'react'
import { Tile } from '../../../ui/tile'
import { lagOf, standingOf } from './follower-words'
import { followersInWords } from './followers-in-words'
import { between, lagWords } from './lag'

/** How late a revocation is honoured at the latest, and by whom that is not known. */
export function Standing({ followers }: { followers: Followers }) {
  const { items, as_of, count, silent, honoured_by_all } = followers
  const reporting = count - silent
  const slowest = items.find((follower) => !follower.silent)
  const quiet = items.filter((follower) => follower.silent)
  return (
    <div className="grid gap-4 px-4 pb-4">
      <dl aria-label="How late at the latest" className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-4 sm:grid-cols-3">
        <Figure
          name="Never later than"
          hue={slowest && standingOf(slowest, as_of) === 'follows' ? 'bg-active' : 'bg-expired'}
          below={
            honoured_by_all === null
              ? 'not known: every follower is silent'
              : `${reporting === 1 ? 'the one follower that reports honours' : `all ${reporting.toLocaleString('en')} followers that report honour`} what was revoked longer ago`
          }
        >
          {honoured_by_all === null ? '–' : lagWords(between(honoured_by_all, as_of))}
        </Figure>
        <Figure
          name="Slowest"
          hue="bg-ended"
          below={slowest ? `${lagWords(lagOf(slowest, as_of))} behind when it last reported` : 'nobody reports'}
        >
          {slowest ? <span className="font-mono">{slowest.name}</span> : '–'}
        </Figure>
        <Figure
          name="Silent"
          hue={silent > 0 ? 'bg-expired' : 'bg-ended'}
          below={silent > 0 ? silentWords(quiet, quiet.length < silent) : 'every follower reports'}
        >
          {silent.toLocaleString('en')}
        </Figure>
      </dl>
      <Risk quiet={quiet} more={quiet.length < silent} />
    </div>
  )
}

/** What the silent ones that accept may let through: the one thing here that somebody has to do something about. */
function Risk({ quiet, more }: { quiet: readonly Follower[]; more: boolean }) {
  const accepting = quiet.filter(({ when_stale }) => when_stale === 'accept')
  if (accepting.length === 0) return null
  return (
    <p className="border-l-2 border-reuse py-0.5 pl-3 [overflow-wrap:anywhere]">
      <span className="font-medium">
        {followersInWords(accepting, more)} {accepting.length === 1 ? 'is silent and accepts' : 'are silent and accept'}.
      </span>{' '}
      Access tokens of sessions that ended since may still be good there until they expire. Look whether it still runs and reaches the API.
      One that has stopped for good is forgotten after a day.
    </p>
  )
}

function silentWords(quiet: readonly Follower[], more: boolean): string {
  const accepting = quiet.filter(({ when_stale }) => when_stale === 'accept').length
  if (accepting === 0) return 'refusing access tokens until they know more'
  return accepting === quiet.length
    ? 'accepting access tokens meanwhile'
    : `${accepting}${more ? ' or more' : ''} of them accepting access tokens meanwhile`
}

function Figure({ name, hue, below, children }: { name: string; hue: string; below: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="flex items-center gap-2 text-table text-quiet">
        <Tile className={hue} />
        {name}
      </dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">
        <span className="block text-title font-semibold">{children}</span>
        <span className="text-small text-faint">{below}</span>
      </dd>
    </div>
  )
}
