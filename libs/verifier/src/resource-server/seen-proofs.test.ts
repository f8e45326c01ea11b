import { describe, expect, it } from 'vitest'
import { SeenProofs } from './seen-proofs.js'

const proof = (jti: string, thumbprint = 'key') => ({ thumbprint, jti })

describe('proofs that were seen', () => {
  it('are first once, for as long as they could be shown again', () => {
    const seen = new SeenProofs(60_000)
    expect(seen.isFirst(proof('a'), 0)).toBe(true)
    expect(seen.isFirst(proof('a'), 59_999)).toBe(false)
    expect(seen.isFirst(proof('a'), 60_000)).toBe(true)
    expect(seen.isFirst(proof('a'), 119_999)).toBe(false)
  })

  it('are told apart by their key', () => {
    const seen = new SeenProofs(60_000)
    expect(seen.isFirst(proof('a'), 0)).toBe(true)
    expect(seen.isFirst(proof('a', 'another key'), 0)).toBe(true)
  })

  it('are forgotten from the oldest on when there are too many, so that nobody is kept out', () => {
    const seen = new SeenProofs(60_000, 2)
    for (const jti of ['a', 'b', 'c']) expect(seen.isFirst(proof(jti), 0)).toBe(true)
    expect(seen.isFirst(proof('c'), 0)).toBe(false)
    expect(seen.isFirst(proof('b'), 0)).toBe(false)
    expect(seen.isFirst(proof('a'), 0)).toBe(true)
  })
})
