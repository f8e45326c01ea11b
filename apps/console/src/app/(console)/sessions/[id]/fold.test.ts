import type { SessionEvent } from '@tessera/contract'
import { expect, it } from 'vitest'
import { folded } from './fold'
import type { Chapter } from './story'

const event = {} as SessionEvent
const moved: Chapter = { kind: 'moved', event, before: null }
const rotations: Chapter = { kind: 'rotations', from: 1, to: 2 }
const branched: Chapter = { kind: 'branched', event, before: null }
const kinds = (story: readonly Chapter[]) => folded(story).map((part) => (part.kind === 'folded' ? part.moves : part.kind))

it('shows a few moves as they are', () => {
  expect(kinds([moved, rotations, moved, moved, moved, moved])).not.toContain(1)
  expect(folded([rotations, moved])).toEqual([rotations, moved])
})

it('folds the middle of many, with the rotations in it', () => {
  const story = [rotations, moved, moved, rotations, moved, moved, moved, moved, rotations, moved, rotations]
  expect(kinds(story)).toEqual(['rotations', 'moved', 'moved', 'rotations', 3, 'moved', 'rotations', 'moved', 'rotations'])
  expect(folded(story).flatMap((part) => (part.kind === 'folded' ? part.chapters : [part]))).toEqual(story)
})

it('leaves in sight what else happened in between', () => {
  const many = Array.from({ length: 6 }, () => moved)
  expect(kinds([...many, branched, ...many])).toEqual([
    'moved',
    'moved',
    2,
    'moved',
    'moved',
    'branched',
    'moved',
    'moved',
    2,
    'moved',
    'moved',
  ])
})
