import { describe, expect, it } from 'vitest'
import { schemaOf, schemaOfAny } from './schema.js'

describe('the schema of an example', () => {
  it('has its fields, all of them required, and their types', () => {
    const schema = schemaOf({ name: 'a', at: '2026-11-20T12:00:00.000Z', then: '2026-11-20T12:00:00+00:00', list: [1], half: 0.5 })
    expect(schema).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string' },
        at: { type: 'string', format: 'date-time' },
        then: { type: 'string', format: 'date-time' },
        list: { type: 'array', items: { type: 'integer' } },
        half: { type: 'number' },
      },
      required: ['name', 'at', 'then', 'list', 'half'],
    })
    expect([schemaOf(null), schemaOf(true)]).toEqual([{ type: 'null' }, { type: 'boolean' }])
  })

  it('is one for examples that look alike, and names each look of others', () => {
    expect(schemaOfAny(['a', 'b'])).toEqual({ type: 'string' })
    expect(schemaOf(['a', 1, 2])).toEqual({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } })
  })

  it('says nothing of what an empty list may hold', () => {
    expect(schemaOf([])).toEqual({ type: 'array', items: {} })
  })
})
