import { createHmac, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Nonces } from './nonces.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const second = 1000
const masterSecret = createSecretKey(Buffer.alloc(32, 1))
const nonces = new Nonces(masterSecret)

describe('a nonce', () => {
  it('tells when it was made, to every replica', () => {
    const nonce = nonces.make(noon)
    expect(nonce).toMatch(/^[\w-]{32}$/)
    expect(new Nonces(masterSecret).timeOf(nonce, noon)).toBe(noon)
  })

  it('is the same in every release: replicas of two stand side by side while one is rolled out', () => {
    expect(nonces.make(noon)).toBe('AaH40-oArM7rgvLsyk3BVb4yxePHpxGN')
  })

  it('is taken for 120 s', () => {
    const nonce = nonces.make(noon)
    expect(nonces.timeOf(nonce, noon + 120 * second - 1)).toBe(noon)
    expect(nonces.timeOf(nonce, noon + 120 * second)).toBeNull()
  })

  it('of a replica whose clock is ahead is taken, up to 30 s', () => {
    const nonce = nonces.make(noon)
    expect(nonces.timeOf(nonce, noon - 30 * second)).toBe(noon)
    expect(nonces.timeOf(nonce, noon - 30 * second - 1)).toBeNull()
  })

  it('is refused when any bit of it was changed: nobody else tells it another time', () => {
    const bytes = Buffer.from(nonces.make(noon), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(nonces.timeOf(changed.toString('base64url'), noon)).toBeNull()
    }
  })

  it('has one spelling', () => {
    const nonce = nonces.make(noon)
    const others = [
      '',
      nonce.slice(1),
      `${nonce}A`,
      `${nonce}=`,
      ` ${nonce}`,
      `${nonce}\n`,
      nonce.replace(/.$/, '+'),
      nonce.replace(/.$/, '\u0000'),
    ]
    for (const other of others) expect(nonces.timeOf(other, noon)).toBeNull()
  })

  it('of another environment is none of ours', () => {
    expect(nonces.timeOf(new Nonces(createSecretKey(Buffer.alloc(32, 2))).make(noon), noon)).toBeNull()
  })

  it('made with the master secret for another purpose is none of ours', () => {
    const bytes = Buffer.from(nonces.make(noon), 'base64url')
    createHmac('sha256', masterSecret).update(bytes.subarray(0, 6)).digest().copy(bytes, 6, 0, 18)
    expect(nonces.timeOf(bytes.toString('base64url'), noon)).toBeNull()
  })
})
