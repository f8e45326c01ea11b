import type { SessionEvent } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { changeIn, storyOf, type Told } from './story'

const noon = '2026-11-20T12:00:00.000Z'
const event = (kind: SessionEvent['kind'], rest: Partial<SessionEvent> = {}): SessionEvent => ({
  id: kind,
  at: noon,
  kind,
  reason: null,
  by: null,
  note: null,
  ip: null,
  place: null,
  user_agent: null,
  browser: null,
  system: null,
  api_key_id: null,
  presented: null,
  issued: null,
  ...rest,
})
const started = event('session_started')
const told = (rest: Partial<Told>) =>
  storyOf({
    ...{ events: [started], generation: 0, branch: 0, end: null, state: 'ended' },
    ...{ last_ip: null, last_place: null, last_seen_at: noon, expires_at: noon },
    ...rest,
  })
const at = (ip: string, browser: string) => ({ ip, browser, user_agent: `Mozilla/5.0 ${browser}` })
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

  it('says from where to where it moved, and sums up the rotations until then', () => {
    const home = event('session_started', at('192.0.2.1', 'Firefox'))
    const away = event('session_moved', { ...at('203.0.113.9', 'Firefox'), presented: { generation: 5, branch: 0 } })
    const back = event('session_moved', { ...at('203.0.113.9', 'Chrome'), presented: { generation: 6, branch: 0 } })
    const story = told({ events: [home, away, back], generation: 9 })
    expect(kinds(story)).toEqual(['started', [1, 4], 'moved', 'moved', [7, 9]])
    expect(story[2]).toMatchObject({ before: home, event: away })
    expect(story[3]).toMatchObject({ before: away, event: back })
  })

  it('tells of a late token from elsewhere once, with where the session was', () => {
    const home = event('session_started', at('192.0.2.1', 'Firefox'))
    const there = at('203.0.113.9', 'curl')
    const branched = event('session_branched', { ...there, presented: { generation: 5, branch: 0 }, issued: { generation: 6, branch: 1 } })
    const moved = event('session_moved', { ...there, presented: { generation: 5, branch: 0 } })
    const story = told({ events: [home, branched, moved], generation: 6 })
    expect(kinds(story)).toEqual(['started', [1, 5], 'branched', [6, 6]])
    expect(story[2]).toMatchObject({ before: home, event: there })
  })

  it('knows of the holder of a fork where they were last, and on what', () => {
    const home = event('session_started', at('192.0.2.1', 'Firefox'))
    const moved = event('session_moved', { ...at('198.51.100.1', 'Chrome'), presented: { generation: 2, branch: 0 } })
    const thief = at('203.0.113.9', 'curl')
    const ended = event('session_ended', { reason: 'reuse_detected', presented: { generation: 1, branch: 0 }, ...thief })
    const place = { country_code: 'IT', country: 'Italy' }
    const story = told({ events: [home, moved, ended], generation: 3, last_ip: '198.51.100.77', last_place: place })
    expect(story.find(({ kind }) => kind === 'fork')).toMatchObject({
      holder: { ip: '198.51.100.77', place, browser: 'Chrome' },
      event: thief,
    })
  })

  it('tells of an end that one write brought to many, which is no event of the session', () => {
    const end = { at: noon, reason: 'password_changed', limit: null, by: null } as const
    expect(told({ end, generation: 1 }).at(-1)).toEqual({ kind: 'swept', end })
  })

  it('is open at its end while the session lives', () => {
    const later = '2026-12-04T12:00:00.000Z'
    expect(told({ state: 'active', expires_at: later }).at(-1)).toEqual({ kind: 'open', seenAt: noon, expiresAt: later })
  })
})

it.each([
  ['network', at('192.0.2.1', 'Firefox'), at('192.0.3.1', 'Firefox')],
  ['browser', at('192.0.2.1', 'Firefox'), at('192.0.2.99', 'Chrome')],
  ['both', at('192.0.2.1', 'Firefox'), at('2001:db8::1', 'Chrome')],
  ['network', at('2001:db8:1::1', 'Firefox'), at('2001:db8:2::1', 'Firefox')],
  ['unknown', at('2001:db8::1:0:0:1', 'Firefox'), at('2001:db8:0:7::', 'Firefox')],
  ['network', at('2001:db8::1', 'Firefox'), { ...at('192.0.2.1', ''), user_agent: null }],
] as const)('the change is in the %s: from %j to %j', (change, before, after) => {
  expect(changeIn({ place: null, system: null, ...before }, { place: null, system: null, ...after })).toBe(change)
})

it('what changed is unknown where nothing is known of before', () => {
  expect(changeIn(null, { place: null, system: null, ...at('192.0.2.1', 'Firefox') })).toBe('unknown')
})
