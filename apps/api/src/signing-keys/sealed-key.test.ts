import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KeyDoesNotOpen, seal, unseal } from './sealed-key.js'

const secret = createSecretKey(Buffer.alloc(32, 1))
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

describe('a sealed key', () => {
  it('opens under the master secret and the kid that sealed it', () => {
    expect(unseal(seal(privateKey, 'one', secret), 'one', secret).equals(privateKey)).toBe(true)
  })

  it('is never sealed the same way twice, and does not show the key', () => {
    const sealed = Buffer.from(seal(privateKey, 'one', secret))
    expect(sealed.equals(Buffer.from(seal(privateKey, 'one', secret)))).toBe(false)
    expect(sealed.includes(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(0, 20))).toBe(false)
  })

  it('does not open under another secret, in another row, or when a byte was changed', () => {
    const sealed = seal(privateKey, 'one', secret)
    expect(() => unseal(sealed, 'one', createSecretKey(Buffer.alloc(32, 2)))).toThrow(KeyDoesNotOpen)
    expect(() => unseal(sealed, 'two', secret)).toThrow(KeyDoesNotOpen)
    for (const byte of [0, 12, 40, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed, (value, index) => (index === byte ? value ^ 1 : value))
      expect(() => unseal(changed, 'one', secret)).toThrow(KeyDoesNotOpen)
    }
    expect(() => unseal(new Uint8Array(5), 'one', secret)).toThrow(KeyDoesNotOpen)
  })

  it('that does not open says which setting is wrong', () => {
    expect(() => unseal(new Uint8Array(50), 'one', secret)).toThrow(/TESSERA_SECRET does not decrypt the signing key one/)
  })
})
