import type { AdminSessionDetail, SessionEvent } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { storyOf } from './story'

const noon = '2026-11-20T12:00:00.000Z'
const event = (kind: SessionEvent['kind'], rest: Partial<SessionEvent> = {}): SessionEvent => ({
  id: kind,
  at: noon,
  kind,
  reason: null,
  by: null,
  note: null,
  ip: null,
  user_agent: null,
  api_key_id: null,
  presented: null,
  issued: null,
  ...rest,
})
const started = event('session_started')
const told = (rest: Partial<AdminSessionDetail>) =>
  storyOf({ events: [started], generation: 0, branch: 0, end: null, state: 'active', ...rest })
const kinds = (story: ReturnType<typeof storyOf>) =>
  story.map((chapter) => (chapter.kind === 'rotations' ? [chapter.from, chapter.to] : chapter.kind))

describe('the story of a session', () => {
  it('begins with its start', () => {
    expect(kinds(told({}))).toEqual(['started'])
  })

  it('sums up its rotations', () => {
    expect(kinds(told({ generation: 12 }))).toEqual(['started', [1, 12]])
  })

  it('counts rotations up to a late token and on from there', () => {
    const branched = event('session_branched', { presented: { generation: 5, branch: 0 }, issued: { generation: 6, branch: 1 } })
    expect(kinds(told({ events: [started, branched], generation: 9 }))).toEqual(['started', [1, 5], 'branched', [6, 9]])
  })

  it('does not count a client that never rotates as going back', () => {
    const branched = event('session_branched', { presented: { generation: 1, branch: 0 }, issued: { generation: 2, branch: 1 } })
    expect(kinds(told({ events: [started, branched], generation: 1 }))).toEqual(['started', [1, 1], 'branched'])
  })

  it('shows both holders where a reuse was found', () => {
    const presented = { generation: 14, branch: 1 }
    const ended = event('session_ended', { reason: 'reuse_detected', presented })
    const story = told({ events: [started, ended], generation: 14, state: 'ended' })
    expect(kinds(story)).toEqual(['started', [1, 14], 'fork', 'ended'])
    expect(story[2]).toMatchObject({ held: { generation: 14, branch: 0 }, presented })
  })

  it('shows no fork for any other end', () => {
    expect(kinds(told({ events: [started, event('session_ended', { reason: 'logout' })], state: 'ended' }))).toEqual(['started', 'ended'])
  })

  it('ends with the expiry, which is computed and no event', () => {
    const end = { at: noon, reason: null, limit: 'idle', by: null } as const
    expect(kinds(told({ state: 'expired', end, generation: 2 }))).toEqual(['started', [1, 2], 'expired'])
  })
})
