import type { SessionRevocation } from '@tessera/contract'
import { countWords, type Counted } from '../../../lists/count'
import { filterNames, filterValue, type Known } from '../sessions/filter-words'
import type { Scope } from './new/scopes'

type Filter = Readonly<Record<string, string | number | undefined>>
/** What a revocation was asked to end. */
export type Aim = Pick<SessionRevocation, 'everything'> & { readonly filter: Filter | null }

export const sessionsInWords = (counted: Counted): string => countWords(counted, 'session', 'sessions')
export const sessionsOf = (count: number): string => sessionsInWords({ count, count_capped: false })
export const peopleInWords = (count: number): string => countWords({ count, count_capped: false }, 'person', 'people')

/** “the client Web”, “the platform”. */
export function scopeWords(scope: Scope, name: string | null): string {
  return scope === 'platform' ? 'the platform' : `the ${scope} ${name ?? ''}`
}

const names: Readonly<Record<string, string>> = { q: 'Search', state: 'State', email: 'E-mail', ...filterNames }

/** What a revocation was asked to end, in a line: its filters as the chips of the list say them. @param zone to show times in */
export function targetWords({ everything, filter }: Aim, known: Known, zone: string | undefined): string {
  if (everything) {
    const { scope, id } = everything
    return `Everything of ${scopeWords(scope, id && filterValue(`${scope}_id`, id, known, zone))}`
  }
  if (filter === null) return 'Selected sessions'
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined) return []
    const words = filterValue(name, value, known, zone)
    return `${(names[name] ?? name).toLowerCase()} ${name === 'state' ? words.toLowerCase() : words}`
  })
  return parts.length === 0 ? 'All live sessions' : `Sessions with ${parts.join(', ')}`
}

/**
 * Where the list shows what a revocation is about: by its filter, and once it is over, those of them that administrators revoked. Null where no
 * filter of the list says it.
 */
export function sessionsAddress(revocation: Aim & Pick<SessionRevocation, 'state'>): string | null {
  const { everything, filter } = revocation
  if (filter === null && (everything === null || everything.id === null)) return null
  const given: Filter = everything?.id ? { [`${everything.scope}_id`]: everything.id } : { ...filter }
  if (given['email'] !== undefined) return null
  const { state, ...lasting } = given
  const now: Filter = { ...lasting, ...(isOver(revocation) ? { reason: 'revoked_by_admin' } : { state }) }
  const entries = Object.entries(now).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return `/sessions?${new URLSearchParams(entries)}`
}

export const stateWords: Readonly<Record<SessionRevocation['state'], string>> = {
  waiting: 'Begins soon',
  running: 'Running',
  done: 'Done',
  stopped: 'Stopped',
}

export const stateHues: Readonly<Record<SessionRevocation['state'], string>> = {
  waiting: 'bg-expired',
  running: 'bg-accent',
  done: 'bg-ended',
  stopped: 'bg-reuse',
}

export const isOver = ({ state }: Pick<SessionRevocation, 'state'>): boolean => state === 'done' || state === 'stopped'

/** How many of its set a revocation has not come to; null where nobody counted. */
export function left({ total, ended, passed_over }: Pick<SessionRevocation, 'total' | 'ended' | 'passed_over'>): number | null {
  return total === null ? null : Math.max(0, total - ended - passed_over)
}

/** What has become of a revocation, in a sentence or two. */
export function outcomeWords(revocation: SessionRevocation): string {
  const { state, ended, passed_over, everything } = revocation
  const rest = left(revocation)
  const before = passed_over === 0 ? '' : ` ${sessionsOf(passed_over)} had ended before ${passed_over === 1 ? 'its turn' : 'their turns'}.`
  switch (state) {
    case 'waiting':
      return 'Nothing has ended yet.'
    case 'running':
      return rest === null ? 'Ending everything at once…' : `${sessionsOf(ended)} ended so far, ${rest.toLocaleString('en')} to go.`
    case 'done':
      return `${sessionsOf(ended)}${everything && ended >= 10_000 ? ' or more' : ''} ended.${before}`
    case 'stopped':
      if (ended === 0) return `Nothing was ended${rest === null ? '' : `: ${sessionsOf(rest)} spared`}.${before}`
      return `${sessionsOf(ended)} ended; ${rest === null ? 'the rest is' : `${sessionsOf(rest)}`} spared.${before}`
  }
}
