import { expect, it } from 'vitest'
import { explore } from '../explore.js'
import { brisk, patient } from '../premises.js'
import { keyOf } from './key.js'
import { movesIn } from './moves.js'
import { asDesigned } from './rules.js'
import { newBoundWorld, type BoundWorld } from './world.js'

it.each([
  { client: 'patient', premise: patient, mixing: true, depth: 9 },
  { client: 'brisk', premise: brisk, mixing: true, depth: 9 },
  { client: 'patient', premise: patient, mixing: false, depth: 8 },
])(
  'reaches the same worlds by their keys as when it tells every two worlds apart, with a $client client and a recorder (mixing: $mixing)',
  ({ premise, mixing, depth }) => {
    const setting = { rule: asDesigned, premise, mixing, misleading: false, branches: 3 }
    const everything = { start: newBoundWorld(), movesOf: movesIn(setting), depth }
    const reached = new Set([keyOf(everything.start)])
    const note = (world: BoundWorld) => {
      reached.add(keyOf(world))
      return false
    }
    explore({ ...everything, keyOf: (world) => JSON.stringify(world), isViolation: note })
    const byKey = explore({ ...everything, keyOf, isViolation: () => false })
    expect(byKey.worlds).toBe(reached.size)
  },
)
