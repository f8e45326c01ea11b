import { expect, it } from 'vitest'
import { proofDigest } from './proof-digest.js'
import { SeenProofs } from './seen-proofs.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const longestLife = 150_000
const proof = named('one')

function named(jti: string, thumbprint = 'key'): Buffer {
  return proofDigest({ thumbprint, jti })
}

it('takes a proof once', () => {
  const seen = new SeenProofs()
  expect(seen.isFirst(proof, noon)).toBe(true)
  expect(seen.isFirst(proof, noon)).toBe(false)
  expect(seen.isFirst(proof, noon + longestLife - 1)).toBe(false)
})

it('takes a proof of another name, and one of this name by another key', () => {
  const seen = new SeenProofs()
  expect(seen.isFirst(proof, noon)).toBe(true)
  expect(seen.isFirst(named('two'), noon)).toBe(true)
  expect(seen.isFirst(named('one', 'other'), noon)).toBe(true)
  expect(seen.isFirst(named('ne', 'keyo'), noon)).toBe(true)
})

it('is not lengthened by being asked again', () => {
  const seen = new SeenProofs()
  seen.isFirst(proof, noon)
  seen.isFirst(proof, noon + longestLife - 1)
  expect(seen.isFirst(proof, noon + longestLife)).toBe(true)
})

it('forgets proofs whose nonces no replica takes any more', () => {
  const seen = new SeenProofs()
  for (let i = 0; i < 100; i++) seen.isFirst(named(`${i}`), noon + i)
  expect(seen.size).toBe(100)
  seen.isFirst(proof, noon + longestLife + 49)
  expect(seen.size).toBe(51)
})

it('never holds more than it may, and forgets the oldest first', () => {
  const seen = new SeenProofs(10)
  for (let i = 0; i < 11; i++) expect(seen.isFirst(named(`${i}`), noon)).toBe(true)
  expect(seen.size).toBe(10)
  expect(seen.isFirst(named('1'), noon)).toBe(false)
  expect(seen.isFirst(named('0'), noon)).toBe(true)
  expect(seen.size).toBe(10)
})

it('asking about a proof that is known makes no room for it', () => {
  const seen = new SeenProofs(1)
  seen.isFirst(proof, noon)
  expect(seen.isFirst(proof, noon)).toBe(false)
})
