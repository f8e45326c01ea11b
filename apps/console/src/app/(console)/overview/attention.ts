import type { Attention } from '@tessera/contract'

export interface Concern {
  readonly tone: 'reuse' | 'failed' | 'expired' | 'ended'
  readonly words: string
  /** A time that belongs to the words: when it began, and was last, or when it will be. */
  readonly since: string | null
  readonly last: string | null
  readonly at: string | null
  /** Where it can be looked into; null for what only the operator can. */
  readonly href: `/${string}` | null
}

const digits = new Intl.NumberFormat('en')
const some = (count: number | null, one: string, many: string) =>
  count === null ? many : `${digits.format(count)} ${count === 1 ? one : many}`

/** What needs attention, in words, with the list that shows it. */
export function concernOf({ kind, count, network, since, last, at }: Attention): Concern {
  const times = { since, last, at }
  switch (kind) {
    case 'reuse_detected':
      return {
        ...times,
        tone: 'reuse',
        words: `${some(count, 'session', 'sessions')} ended because a refresh token was used by two parties`,
        href: `/sessions?reason=reuse_detected${since === null ? '' : `&ended_after=${since}`}`,
      }
    case 'failed_logins':
      return {
        ...times,
        tone: 'failed',
        words: `${some(count, 'failed login', 'failed logins')} from ${network ?? 'many networks'}`,
        // Whether somebody got in is what to look at: an attempt that failed is in no list.
        href: `/sessions?${network === null ? `started_after=${since}` : `q=${encodeURIComponent(network)}`}`,
      }
    case 'followers_silent':
      return {
        ...times,
        tone: 'reuse',
        words: `${some(count, 'follower is', 'followers are')} silent and may accept access tokens of ended sessions`,
        href: '/followers',
      }
    case 'receivers_fail':
      return {
        ...times,
        tone: 'failed',
        words: `${some(count, 'receiver takes', 'receivers take')} nothing of what happens`,
        href: '/receivers',
      }
    case 'signing_key_rotates':
      return { ...times, tone: 'expired', words: 'Another signing key takes over', href: '/signing-keys' }
    case 'signing_key_old':
      return { ...times, tone: 'expired', words: 'The signing key is older than it should become', href: '/signing-keys' }
    case 'api_keys_expire':
      return { ...times, tone: 'expired', words: `${some(count, 'API key expires', 'API keys expire')} soon`, href: '/api-keys' }
    case 'mails_failed':
      return { ...times, tone: 'failed', words: `${some(count, 'mail', 'mails')} could not be sent`, href: null }
  }
}
