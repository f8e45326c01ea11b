import { expect, it } from 'vitest'
import { explore } from './explore.js'
import { keyOf } from './key.js'
import { movesIn } from './moves.js'
import { brisk, careless } from './premises.js'
import { asDesigned } from './rules.js'
import { newWorld, type World } from './world.js'

it.each([
  { with: 'a thief', premise: careless, thief: true, depth: 7 },
  { with: 'more moves', premise: brisk, thief: false, depth: 12 },
])('reaches the same worlds by their keys as when it tells every two worlds apart, with $with', ({ premise, thief, depth }) => {
  const everything = { start: newWorld(1), movesOf: movesIn({ rule: asDesigned, premise, thief, branches: 3 }), depth }
  const reached = new Set([keyOf(everything.start)])
  const note = (world: World) => {
    reached.add(keyOf(world))
    return false
  }
  explore({ ...everything, keyOf: (world) => JSON.stringify(world), isViolation: note })
  const byKey = explore({ ...everything, keyOf, isViolation: () => false })
  expect(byKey.worlds).toBe(reached.size)
})
