import type { ApiKeyStore } from '@tessera/persistence'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApiKeyCaller, CallerDirectory } from '../http/caller.js'
import { Standing } from './standing.js'

type Standings = Awaited<ReturnType<ApiKeyStore['standing']>>

const caller = (apiKeyId: string): ApiKeyCaller => ({
  ...{ apiKeyId, userId: 'user', companyId: 1, roles: ['auditor'], hasSecondFactor: false, companyBound: true },
  ...{ sessionId: null, clientId: null, scopes: ['revocations:read'] },
})
const bearer = (id: string) => ({ id, companyId: 1, userId: 'user', scopes: [], roles: ['auditor' as const], hasSecondFactor: false })

let answer: () => Promise<Standings>
let asked: (readonly string[])[]
let standing: Standing
beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  answer = () => Promise.resolve(new Map([bearer('one'), bearer('two')].map((key) => [key.id, key])))
  const store = (ids: readonly string[]) => {
    asked.push(ids)
    return answer()
  }
  standing = new Standing({ standing: store }, {} as CallerDirectory, { warn: () => undefined })
})
afterEach(() => vi.useRealTimers())

function watching(...keys: readonly string[]) {
  const ended: string[] = []
  const stops = keys.map((key) => standing.watch({ caller: caller(key), end: () => ended.push(key) }))
  return { ended, stop: () => stops.forEach((stop) => stop()) }
}

describe('whoever follows', () => {
  it('is looked at every few seconds, all keys in one statement, and each once', async () => {
    const { ended } = watching('one', 'two', 'one')
    await vi.advanceTimersByTimeAsync(5_000)
    expect([asked, ended]).toEqual([[['one', 'two']], []])
  })

  it('goes on no longer when the key is revoked or gone, or its user has another role', async () => {
    const { ended } = watching('one', 'two', 'three')
    answer = () =>
      Promise.resolve(
        new Map<string, never>([
          ['one', { refusal: 'api_key_revoked' } as never],
          ['two', { ...bearer('two'), roles: [] } as never],
        ]),
      )
    await vi.advanceTimersByTimeAsync(5_000)
    expect(ended).toEqual(['one', 'two', 'three'])
  })

  it('is looked at soon after something was revoked, however much it was', async () => {
    watching('one')
    for (let i = 0; i < 100; i++) standing.lookSoon()
    await vi.advanceTimersByTimeAsync(300)
    expect(asked).toHaveLength(1)
  })

  it('goes on while the database cannot say', async () => {
    const { ended } = watching('one')
    answer = () => Promise.reject(new Error('the database is away'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect([asked.length, ended]).toEqual([2, []])
  })

  it('is looked at no more when it has stopped', async () => {
    watching('one').stop()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toEqual([])
  })
})
