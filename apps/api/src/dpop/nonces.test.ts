import { createHmac, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Nonces } from './nonces.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const second = 1000
const masterSecret = createSecretKey(Buffer.alloc(32, 1))
const nonces = new Nonces(masterSecret)
const token = 'tessera_rt_one'

describe('a nonce for a refresh token', () => {
  it('is taken beside that very token, by every replica', () => {
    expect(new Nonces(masterSecret).timeOf(nonces.make(noon, token), noon, token)).toBe(noon)
  })

  it('is not taken beside another token', () => {
    const nonce = nonces.make(noon, token)
    for (const other of ['tessera_rt_two', token.slice(1), `${token}A`, '']) expect(nonces.timeOf(nonce, noon, other)).toBeNull()
  })

  it('is taken where no refresh token is shown', () => {
    expect(nonces.timeOf(nonces.make(noon, token), noon)).toBe(noon)
  })

  it('does not become another token’s, or another time’s, by being pieced together', () => {
    const [one, other, later] = [nonces.make(noon, token), nonces.make(noon, 'tessera_rt_two'), nonces.make(noon + 1, token)]
    for (const [of, from] of [
      [other, one],
      [later, one],
      [one, later],
    ] as const) {
      const pieced = Buffer.from(of, 'base64url')
      Buffer.from(from, 'base64url').copy(pieced, 6, 6, 18)
      expect(nonces.timeOf(pieced.toString('base64url'), noon)).toBeNull()
    }
  })
})

it('a nonce that is for no refresh token is taken where none is shown, and beside none', () => {
  const nonce = nonces.make(noon, null)
  expect(nonces.timeOf(nonce, noon)).toBe(noon)
  expect(nonces.timeOf(nonce, noon, token)).toBeNull()
})

describe('a nonce', () => {
  it('tells when it was made, to every replica', () => {
    const nonce = nonces.make(noon, token)
    expect(nonce).toMatch(/^[\w-]{48}$/)
    expect(new Nonces(masterSecret).timeOf(nonce, noon)).toBe(noon)
  })

  it('is the same in every release: replicas of two stand side by side while one is rolled out', () => {
    expect(nonces.make(noon, token)).toBe('AaH40-oAScayccJQCuzg21rLjoI1hv2LtRiALP6wTF_vI2BY')
  })

  it('is taken for 120 s', () => {
    const nonce = nonces.make(noon, token)
    expect(nonces.timeOf(nonce, noon + 120 * second - 1)).toBe(noon)
    expect(nonces.timeOf(nonce, noon + 120 * second)).toBeNull()
  })

  it('of a replica whose clock is ahead is taken, up to 30 s', () => {
    const nonce = nonces.make(noon, token)
    expect(nonces.timeOf(nonce, noon - 30 * second)).toBe(noon)
    expect(nonces.timeOf(nonce, noon - 30 * second - 1)).toBeNull()
  })

  it('is refused when any bit of it was changed: nobody else tells it another time', () => {
    const bytes = Buffer.from(nonces.make(noon, token), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(nonces.timeOf(changed.toString('base64url'), noon)).toBeNull()
    }
  })

  it('has one spelling', () => {
    const nonce = nonces.make(noon, token)
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
    expect(nonces.timeOf(new Nonces(createSecretKey(Buffer.alloc(32, 2))).make(noon, token), noon)).toBeNull()
  })

  it('made with the master secret for another purpose is none of ours', () => {
    const bytes = Buffer.from(nonces.make(noon, token), 'base64url')
    createHmac('sha256', masterSecret).update(bytes.subarray(0, 18)).digest().copy(bytes, 18, 0, 18)
    expect(nonces.timeOf(bytes.toString('base64url'), noon)).toBeNull()
  })
})
