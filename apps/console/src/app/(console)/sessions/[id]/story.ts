import type { AdminSessionDetail, SessionEvent } from '@tessera/contract'

type Place = NonNullable<SessionEvent['presented']>

/** From where, and on what, a request came. */
export type Source = Pick<SessionEvent, 'ip' | 'place' | 'browser' | 'system' | 'user_agent'>

/** One tile of a session's timeline. */
export type Chapter =
  | { readonly kind: 'started'; readonly event: SessionEvent }
  /** `before`: where the session was last; null where nothing is known of it. */
  | { readonly kind: 'moved'; readonly event: SessionEvent; readonly before: Source | null }
  /** `before`: where the session was, if the late token came from elsewhere. */
  | { readonly kind: 'branched'; readonly event: SessionEvent; readonly before: Source | null }
  /** Rotations are no events: they are counted from one event to the next, by how far the line has moved on. */
  | { readonly kind: 'rotations'; readonly from: number; readonly to: number }
  /** Two holders of one line: `held` is where it stood and `holder` who stood there, `presented` the token that only a second holder could still have. */
  | { readonly kind: 'fork'; readonly held: Place; readonly holder: Source; readonly presented: Place; readonly event: SessionEvent }
  | { readonly kind: 'ended'; readonly event: SessionEvent }
  /** Ended with others, in one write: there is no event of its own. */
  | { readonly kind: 'swept'; readonly end: NonNullable<AdminSessionDetail['end']> }
  | { readonly kind: 'expired'; readonly at: string; readonly limit: 'absolute' | 'idle' | null }
  /** Alive, and until when. */
  | { readonly kind: 'open'; readonly seenAt: string; readonly expiresAt: string }

export type Told = Pick<
  AdminSessionDetail,
  'events' | 'generation' | 'branch' | 'end' | 'state' | 'last_ip' | 'last_place' | 'last_seen_at' | 'expires_at'
>

const nowhere: Source = { ip: null, place: null, browser: null, system: null, user_agent: null }

/** Tells a session's life from its events, oldest first. */
export function storyOf(session: Told): readonly Chapter[] {
  const { events, generation, branch, end, state } = session
  const story: Chapter[] = []
  let reached = 0
  let source: Source | null = null
  const rotateTo = (to: number) => {
    if (to > reached) story.push({ kind: 'rotations', from: reached + 1, to })
    reached = Math.max(reached, to)
  }

  for (const event of events) {
    switch (event.kind) {
      case 'session_started':
        story.push({ kind: 'started', event })
        source = event
        break
      case 'session_moved': {
        const last = story.at(-1)
        // A late token from elsewhere is one thing that happened, in two entries.
        if (last?.kind === 'branched' && last.event.at === event.at) story.splice(-1, 1, { ...last, before: source })
        else {
          // The rotation that it moved by is told with it.
          const by = event.presented?.generation ?? reached
          rotateTo(by - 1)
          story.push({ kind: 'moved', event, before: source })
          reached = Math.max(reached, by)
        }
        source = event
        break
      }
      case 'session_branched':
        rotateTo(event.presented?.generation ?? reached)
        story.push({ kind: 'branched', event, before: null })
        break
      case 'session_ended':
        rotateTo(generation)
        if (event.reason === 'reuse_detected' && event.presented) {
          story.push({ kind: 'fork', held: { generation, branch }, holder: holderOf(session, source), presented: event.presented, event })
        }
        story.push({ kind: 'ended', event })
    }
  }
  rotateTo(generation)
  if (state === 'ended' && end && !events.some(({ kind }) => kind === 'session_ended')) story.push({ kind: 'swept', end })
  if (state === 'expired' && end) story.push({ kind: 'expired', at: end.at, limit: end.limit })
  if (state === 'active') story.push({ kind: 'open', seenAt: session.last_seen_at, expiresAt: session.expires_at })
  return story
}

/** Whoever held the session last: each change of browser is an event, and the address is the session's own. */
function holderOf({ last_ip, last_place }: Told, source: Source | null): Source {
  const { browser, system, user_agent } = source ?? nowhere
  return { ip: last_ip, place: last_place, browser, system, user_agent }
}

/** What changed between two places: in words, for a title. */
export function changeIn(before: Source | null, after: Source): 'network' | 'browser' | 'both' | 'unknown' {
  if (before === null) return 'unknown'
  const network = networkOf(before.ip) !== networkOf(after.ip)
  const browser = before.user_agent !== null && after.user_agent !== null && before.user_agent !== after.user_agent
  return network && browser ? 'both' : browser ? 'browser' : network ? 'network' : 'unknown'
}

/** As the API compares addresses: by the first 24 bits of IPv4, 48 of IPv6. */
function networkOf(ip: string | null): string | null {
  if (ip === null) return null
  if (!ip.includes(':')) return ip.split('.').slice(0, 3).join('.')
  const [head = '', tail] = ip.split('::')
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]]
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return [...first, ...zeros, ...last].slice(0, 3).join(':')
}
