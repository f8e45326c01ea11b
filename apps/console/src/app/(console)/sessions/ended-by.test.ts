import type { Change } from '@tessera/contract'
import { expect, it } from 'vitest'
import { mayConcern } from './ended-by'

const change = (given: Partial<Change>) => ({ kind: 'session_ended', session_id: null, ...given }) as Change

it.each([
  ['its own, whatever it is', change({ kind: 'session_moved', session_id: 'a' }), true, true],
  ['that of another', change({ session_id: 'b' }), false, false],
  ['one that ends many', change({ kind: 'watermark_set' }), true, false],
])('a change that may concern a session: %s', (_, given, active, ended) => {
  expect(mayConcern({ id: 'a', state: 'active' }, given)).toBe(active)
  expect(mayConcern({ id: 'a', state: 'ended' }, given)).toBe(ended)
})
