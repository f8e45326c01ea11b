import { expect, it } from 'vitest'
import { Pace } from './pace.js'

/** Takes steps of a walk whose rows take so many milliseconds each; returns how many rows each looked at. */
async function steps(pace: { first: number; most: number }, perRow: readonly number[], isWhole = true): Promise<readonly number[]> {
  let time = 0
  const walk = new Pace(pace, () => time)
  const looked: number[] = []
  for (const each of perRow) {
    const read = (rows: number) => {
      time += rows * each
      return Promise.resolve(looked.push(rows))
    }
    await walk.step(read, () => isWhole)
  }
  return looked
}

it('grows to the most while rows are in memory', async () => {
  expect(await steps({ first: 5000, most: 20_000 }, [0.0005, 0.0005, 0.0005])).toEqual([5000, 20_000, 20_000])
  expect(await steps({ first: 400, most: 20_000 }, [0, 0, 0, 0])).toEqual([400, 1600, 6400, 20_000])
})

it('shrinks to what a slow disk gives within a fifth of a second, and grows again', async () => {
  expect(await steps({ first: 5000, most: 20_000 }, [0.5, 0.5, 0.0005, 0.0005, 0.0005])).toEqual([5000, 400, 400, 1600, 6400])
})

it('comes on, however slow the disk is', async () => {
  expect(await steps({ first: 5000, most: 20_000 }, [100, 100])).toEqual([5000, 100])
  expect(await steps({ first: 5000, most: 40 }, [100, 100])).toEqual([40, 40])
})

it('learns nothing of a step that had enough before it was through', async () => {
  expect(await steps({ first: 5000, most: 20_000 }, [0.5, 0.0005], false)).toEqual([5000, 5000])
})
