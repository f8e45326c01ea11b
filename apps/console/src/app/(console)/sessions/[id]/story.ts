import type { AdminSessionDetail, SessionEvent } from '@tessera/contract'

type Place = NonNullable<SessionEvent['presented']>

/** One tile of a session's timeline. */
export type Chapter =
  | { readonly kind: 'started' | 'branched' | 'ended'; readonly event: SessionEvent }
  /** Rotations are no events: they are counted from one event to the next, by how far the line has moved on. */
  | { readonly kind: 'rotations'; readonly from: number; readonly to: number }
  /** Two holders of one line: `held` is where it stood, `presented` the token that only a second holder could still have. */
  | { readonly kind: 'fork'; readonly held: Place; readonly presented: Place; readonly event: SessionEvent }
  | { readonly kind: 'expired'; readonly at: string; readonly limit: 'absolute' | 'idle' | null }

type Told = Pick<AdminSessionDetail, 'events' | 'generation' | 'branch' | 'end' | 'state'>

/** Tells a session's life from its events, oldest first. */
export function storyOf({ events, generation, branch, end, state }: Told): readonly Chapter[] {
  const story: Chapter[] = []
  let reached = 0
  const rotateTo = (to: number) => {
    if (to > reached) story.push({ kind: 'rotations', from: reached + 1, to })
    reached = Math.max(reached, to)
  }

  for (const event of events) {
    switch (event.kind) {
      case 'session_started':
        story.push({ kind: 'started', event })
        break
      case 'session_branched':
        rotateTo(event.presented?.generation ?? reached)
        story.push({ kind: 'branched', event })
        break
      case 'session_ended':
        rotateTo(generation)
        if (event.reason === 'reuse_detected' && event.presented) {
          story.push({ kind: 'fork', held: { generation, branch }, presented: event.presented, event })
        }
        story.push({ kind: 'ended', event })
    }
  }
  rotateTo(generation)
  if (state === 'expired' && end) story.push({ kind: 'expired', at: end.at, limit: end.limit })
  return story
}
