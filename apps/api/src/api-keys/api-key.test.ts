import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { digestOf, newApiKey } from './api-key.js'

describe('an API key', () => {
  it('is another each time, in its visible part and in its secret', () => {
    const keys = Array.from({ length: 200 }, newApiKey)
    for (const key of keys) expect(key).toMatch(/^tessera_ak_[A-Za-z0-9]{10}_[A-Za-z0-9_-]{43}$/)
    for (const part of [(key: string) => key.slice(11, 21), (key: string) => key.slice(22)]) {
      expect(new Set(keys.map(part)).size).toBe(keys.length)
    }
  })

  it('is found by what may be seen of it, and believed by the hash of all of it', () => {
    const key = newApiKey()
    expect(digestOf(key)).toEqual({ prefix: key.slice(11, 21), hash: createHash('sha256').update(key).digest() })
  })

  it('is a secret of 256 bits, whatever its text looks like: underscores in it are part of it', () => {
    const secret = '_'.repeat(43)
    expect(digestOf(`tessera_ak_abcdefghij_${secret}`)?.prefix).toBe('abcdefghij')
  })

  const key = newApiKey()
  it.each([
    ['nothing', ''],
    ['one that is cut short', key.slice(0, -1)],
    ['one with something behind it', `${key}A`],
    ['one with a line end behind it', `${key}\n`],
    ['one with something before it', ` ${key}`],
    ['two in one header', `${key}, ${key}`],
    ['another prefix', key.replace('tessera_ak_', 'tessera_cs_')],
    ['another case', key.toUpperCase()],
    ['another alphabet', key.replace(/.$/, '+')],
  ])('is not %s', (_what, text) => {
    expect(digestOf(text)).toBeNull()
  })
})
