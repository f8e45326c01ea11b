import { describe, expect, it } from 'vitest'
import { inOrderOf } from './order.mjs'

describe('the order of a round', () => {
  it.each([1, 2, 3, 4, 6, 8, 9])('has each of %i targets once', (many) => {
    const targets = Array.from({ length: many }, (_, place) => place)
    for (let round = 0; round < 20; round++) expect(inOrderOf(targets, round).sort()).toEqual(targets)
  })

  it('lets none follow the same in five rounds of nine, nor be first in two of them', () => {
    const targets = ['bare', 'v1', 'talkstack', 'xerial', 'freddy', 'genlogs', 'oauth', 'oauth-basic', 'store']
    const rounds = [0, 1, 2, 3, 4].map((round) => inOrderOf(targets, round))
    for (const target of targets) {
      const before = rounds.map((order) => order[order.indexOf(target) - 1])
      expect(new Set(before).size).toBe(5)
    }
    expect(new Set(rounds.map(([first]) => first)).size).toBe(5)
  })
})
