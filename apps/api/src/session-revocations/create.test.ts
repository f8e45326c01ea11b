import { expect, it, vi } from 'vitest'
import { CreateRevocation } from './create.js'
import { RevocationSearches } from './searches.js'

it('a revocation that nobody waits for any more, when its sessions are found, is not made', async () => {
  const answered = new AbortController()
  const create = vi.fn()
  const gather = () => {
    answered.abort()
    return Promise.resolve({ sessions: [], complete: true, asOf: 0 })
  }
  const target = { stored: { filter: {} }, filters: { reach: {} }, cap: 1 }
  const revocation = new CreateRevocation(
    { create, gather } as never,
    { find: () => Promise.resolve(target) } as never,
    new RevocationSearches(),
    {} as never,
  )
  const caller = { userId: 'owner', companyBound: false }
  const origin = { ip: null, userAgent: null }
  await expect(revocation.create({ starts_in: 0 } as never, caller as never, origin, answered.signal)).rejects.toThrow('Nobody waits')
  expect(create).not.toHaveBeenCalled()
})
