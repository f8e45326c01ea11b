import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SessionCaller } from '../http/caller.js'
import { aliveEvery, Follow } from './follow.js'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('says every fifteen seconds that it lives, in an event of its own that a browser hears', async () => {
  const now = Date.now()
  const caller = { sessionId: 'a', userId: 'b', roles: ['owner'], tokenExpiresAt: now + 60_000 } as unknown as SessionCaller
  const follow = new Follow(
    { listen: async () => () => undefined } as never,
    { find: async () => caller } as never,
    { now: () => now } as never,
  )
  const pieces = await follow.follow(caller)
  if (typeof pieces === 'string') throw new Error(pieces)
  const stream = pieces[Symbol.asyncIterator]()
  expect((await stream.next()).value).toBe('retry: 2000\n\n')
  const next = stream.next()
  await vi.advanceTimersByTimeAsync(aliveEvery)
  expect((await next).value).toBe('event: alive\ndata:\n\n')
  await stream.return?.()
})
