import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor, type FeedCursor, type Mark } from './cursor.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const mark = (differences: Partial<Mark> = {}): Mark => ({ snapshot: '1000:1007:1000,1003', id: 42, at: noon, ...differences })
const cursor = (differences: Partial<FeedCursor> = {}): FeedCursor => ({
  ...{ epoch: '0123456789abcdef', companyId: null, since: mark(), towards: null },
  ...differences,
})

describe('a cursor of the feed', () => {
  it.each<[string, FeedCursor]>([
    ['of everybody’s', cursor()],
    ['of a company', cursor({ companyId: 7 })],
    ['where nothing is going on', cursor({ since: mark({ snapshot: '1000:1000:' }) })],
    ['between two pages', cursor({ towards: { ...mark({ snapshot: '1003:1010:' }), last: 40 } })],
    ['within a snapshot', cursor({ since: null, towards: { ...mark(), last: 0 } })],
    [
      'of a database that has written for a long time',
      cursor({ since: mark({ snapshot: '9000000000000000:9000000000000002:9000000000000000' }) }),
    ],
  ])('is the same when it comes back: %s', (_, given) => {
    expect(decodeCursor(encodeCursor(given))).toEqual(given)
  })

  it('is short, whatever goes on: beyond fifty transactions it goes back to the next one', () => {
    const goingOn = Array.from({ length: 1000 }, (_, i) => 8_000_000_000_000n + BigInt(i * 40_000))
    const busy = { ...mark({ snapshot: `${goingOn[0]}:${(goingOn.at(-1) ?? 0n) + 1n}:${goingOn.join(',')}` }), last: 40 }
    const text = encodeCursor(cursor({ since: busy, towards: busy }))
    expect(text).toMatch(/^[\w-]{1,1000}$/)
    expect(decodeCursor(text)?.since?.snapshot).toBe(`${goingOn[0]}:${goingOn[50]}:${goingOn.slice(0, 50).join(',')}`)
  })

  it.each([
    'x',
    'next',
    ...[
      '2/e//s:1:::/',
      '1/e//',
      '1/e///',
      '1/e//0:1::1:1//',
      '1/e//a:2:2:1:1//',
      '1/e//a:9:3,3:1:1//',
      '1/e//zzzzzzzzzzzzz:1::1:1//',
      '1/e//a:1::1:2d2mh7dt6o1//',
    ].map((text) => Buffer.from(text).toString('base64url')),
  ])('is none where it is none of ours: %s', (text) => {
    expect(decodeCursor(text)).toBeNull()
  })
})
