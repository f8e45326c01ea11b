import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Count, countWords } from './count'

describe('a count', () => {
  it.each([
    [0, false, '0 users'],
    [1, false, '1 user'],
    [1, true, '1+ users'],
    [1_000, true, '1,000+ users'],
    [54, false, '54 users'],
  ])('%d (more: %s) is said as “%s”', (count, count_capped, words) => {
    expect(countWords({ count, count_capped }, 'user', 'users')).toBe(words)
  })

  it('is not said where none was found and not all was looked at', async () => {
    const counted = async (count_capped: boolean) =>
      renderToStaticMarkup(
        await Count({ found: Promise.resolve({ ok: true, body: { count: 0, count_capped } }), one: 'user', many: 'users' }),
      ).replace(/<[^>]+>/g, '')
    expect([await counted(true), await counted(false)]).toEqual(['how many users is not known', '0 users'])
  })
})
