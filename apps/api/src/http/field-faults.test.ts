import type { FieldFault } from '@tessera/contract'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { parsePart } from './field-faults.js'

it('finds names for no more fields than it tells of, however many a body has', () => {
  const body = Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [`field${i}`, 1]))
  const faults: FieldFault[] = []
  const cleaned = vi.spyOn(String.prototype, 'replace')
  parsePart(z.strictObject({}), body, 'body', faults)
  const times = cleaned.mock.calls.length
  cleaned.mockRestore()
  expect(faults).toHaveLength(20)
  expect(faults[19]).toEqual({ field: 'body.field19', fault: 'is not a field of this call' })
  expect(times).toBeLessThan(100)
})
