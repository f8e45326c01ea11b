import { describe, expect, it } from 'vitest'
import { TooBusy } from '../passwords/bounded-queue.js'
import { RevocationSearches } from './searches.js'

/** A search that goes on until it is told to end. */
function started(searches: RevocationSearches, account: string) {
  let begun = false
  let end = () => undefined as void
  const held = new Promise<void>((resolve) => (end = resolve))
  const search = searches.run(account, () => ((begun = true), held))
  search.catch(() => undefined)
  return { search, end: () => end(), hasBegun: () => begun }
}

describe('searches for what a revocation is about', () => {
  it('leave others their turn, whoever asks for many', async () => {
    const searches = new RevocationSearches()
    const mine = [started(searches, 'me'), started(searches, 'me')]
    await expect(started(searches, 'me').search).rejects.toThrow(TooBusy)
    const other = started(searches, 'other')
    expect(other.hasBegun()).toBe(true)
    for (const { end } of [...mine, other]) end()
    await Promise.all(mine.map(({ search }) => search))
    const again = started(searches, 'me')
    again.end()
    await again.search
  })

  it('are three at once, and the fourth waits for its turn', async () => {
    const searches = new RevocationSearches()
    const three = ['a', 'b', 'c'].map((account) => started(searches, account))
    const fourth = started(searches, 'd')
    expect([...three, fourth].map(({ hasBegun }) => hasBegun())).toEqual([true, true, true, false])
    three[0]?.end()
    await three[0]?.search
    await expect.poll(() => fourth.hasBegun()).toBe(true)
    for (const { end } of [...three, fourth]) end()
  })
})
