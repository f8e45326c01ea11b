import { expect, it } from 'vitest'
import { explore } from '../explore.js'
import { brisk, patient } from '../premises.js'
import { keyOf } from './key.js'
import { movesIn } from './moves.js'
import { asDesigned } from './rules.js'
import { newBoundWorld, type BoundWorld } from './world.js'

it.each([
  { client: 'patient', premise: patient, depth: 9 },
  { client: 'brisk', premise: brisk, depth: 9 },
])('reaches the same worlds by their keys as when it tells every two worlds apart, with a $client client', ({ premise, depth }) => {
  const everything = { start: newBoundWorld(), movesOf: movesIn({ rule: asDesigned, premise, mixing: false, branches: 3 }), depth }
  const reached = new Set([keyOf(everything.start)])
  const note = (world: BoundWorld) => {
    reached.add(keyOf(world))
    return false
  }
  explore({ ...everything, keyOf: (world) => JSON.stringify(world), isViolation: note })
  const byKey = explore({ ...everything, keyOf, isViolation: () => false })
  expect(byKey.worlds).toBe(reached.size)
})
