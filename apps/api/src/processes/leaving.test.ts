import { expect, it, vi } from 'vitest'
import { deadlineIn } from '../clock/within.js'
import { Leaving } from './leaving.js'

it('can be waited for by all that a worker has under way, and nobody is warned of a leak', async () => {
  const warned = vi.fn()
  process.on('warning', warned)
  const leaving = new Leaving(0)
  const underWay = Array.from({ length: 32 }, () => deadlineIn(10_000, leaving.overdue))
  leaving.begin()
  await vi.waitFor(() => expect(underWay.every(({ signal }) => signal.aborted)).toBe(true))
  for (const each of underWay) each.clear()
  process.off('warning', warned)
  expect(warned).not.toHaveBeenCalled()
})
