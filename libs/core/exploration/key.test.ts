import { expect, it } from 'vitest'
import { explore } from './explore.js'
import { keyOf } from './key.js'
import { movesIn } from './moves.js'
import { careless } from './premises.js'
import { asDesigned } from './rules.js'
import { newWorld, type World } from './world.js'

it('reaches the same worlds by their keys as when it tells every two worlds apart', () => {
  const everything = { start: newWorld(1), movesOf: movesIn({ rule: asDesigned, premise: careless, thief: true, branches: 3 }), depth: 7 }
  const reached = new Set([keyOf(everything.start)])
  const note = (world: World) => {
    reached.add(keyOf(world))
    return false
  }
  explore({ ...everything, keyOf: (world) => JSON.stringify(world), isViolation: note })
  const byKey = explore({ ...everything, keyOf, isViolation: () => false })
  expect(byKey.worlds).toBe(reached.size)
})
