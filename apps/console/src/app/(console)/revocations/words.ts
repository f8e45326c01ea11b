import type { SessionRevocation } from '@tessera/contract'
import { countWords, type Counted } from '../../../lists/count'
import { dialectName } from '../sessions/dialect-names'
import { countryName } from '../sessions/country-names'
import type { Scope } from './new/scopes'

export const sessionsInWords = (counted: Counted): string => countWords(counted, 'session', 'sessions')
export const sessionsOf = (count: number): string => sessionsInWords({ count, count_capped: false })
export const peopleInWords = (count: number): string => countWords({ count, count_capped: false }, 'person', 'people')

/** “the client Web”, “the platform”. */
export function scopeWords(scope: Scope, name: string | null): string {
  return scope === 'platform' ? 'the platform' : `the ${scope} ${name ?? ''}`
}

const filterNames: Readonly<Record<string, string>> = {
  q: 'search',
  state: 'state',
  reason: 'reason',
  user_id: 'user',
  email: 'e-mail',
  client_id: 'client',
  company_id: 'company',
  ip: 'network',
  country: 'country',
  browser: 'browser',
  system: 'system',
  dialect: 'format',
  device: 'device',
  started_after: 'started after',
  started_before: 'started before',
  seen_after: 'last seen since',
  seen_before: 'last seen before',
}

/** What a revocation was asked to end, in a line. */
export function targetWords({ everything, filter }: Pick<SessionRevocation, 'everything' | 'filter'>): string {
  if (everything) return `Everything of ${scopeWords(everything.scope, everything.id)}`
  if (filter === null) return 'Selected sessions'
  const parts = Object.entries(filter).map(([name, value]) => {
    const words = name === 'country' ? countryName(String(value)) : name === 'dialect' ? dialectName(String(value)) : String(value)
    return `${filterNames[name] ?? name} ${words}`
  })
  return parts.length === 0 ? 'All live sessions' : `Sessions with ${parts.join(', ')}`
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
