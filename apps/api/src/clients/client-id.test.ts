import { ClientId } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { newClientId } from './client-id.js'

describe('an id that is made for a client', () => {
  it.each([
    ['Shop', 'shop'],
    ['Shop for Bicycles!', 'shop-for-bicycles'],
    ['  Çà & là ', 'ca-la'],
    ['Магазин', 'client'],
    ['—', 'client'],
    ['x'.repeat(200), 'x'.repeat(40)],
    [`${'x'.repeat(39)} y`, 'x'.repeat(39)],
  ])('of %j says so, as far as an id can', (name, beginning) => {
    const id = newClientId(name)
    expect(id.replace(/-[a-z2-9]{12}$/, '')).toBe(beginning)
    expect(ClientId.safeParse(id).success).toBe(true)
  })

  it('is nobody else’s', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newClientId('Shop'))).size).toBe(1000)
  })
})
