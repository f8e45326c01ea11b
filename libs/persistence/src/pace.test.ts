import { expect, it } from 'vitest'
import { Pace } from './pace.js'

/** Takes steps of a walk whose rows take so many milliseconds each; returns how many rows each looked at. */
async function steps(
  pace: { first: number; most: number },
  perRow: readonly number[],
  { isWhole = true, deadline = Infinity } = {},
): Promise<readonly number[]> {
  let time = 0
  const walk = new Pace(pace, () => time)
  const looked: number[] = []
  for (const each of perRow) {
    const read = (rows: number) => {
      looked.push(rows)
      time += Math.min(rows * each, deadline)
      return rows * each >= deadline ? Promise.reject(outOfTime) : Promise.resolve()
    }
    await walk.step(read, () => isWhole)
  }
  return looked
}

const outOfTime = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' })
const usual = { first: 5000, most: 20_000 }

it('grows to the most while rows are in memory', async () => {
  expect(await steps(usual, [0.0005, 0.0005, 0.0005])).toEqual([5000, 20_000, 20_000])
  expect(await steps({ first: 400, most: 20_000 }, [0, 0, 0, 0])).toEqual([400, 1600, 6400, 20_000])
})

it('grows no further than what takes a fifth of a second', async () => {
  expect(await steps(usual, [0.02, 0.02])).toEqual([5000, 10_000])
})

it('shrinks to what a slow disk gives within a fifth of a second, and grows again', async () => {
  expect(await steps(usual, [0.5, 0.5, 0.0005, 0.0005])).toEqual([5000, 1000, 1000, 4000])
})

it('stays as it is where a step waits a little, for whatever it is', async () => {
  expect(await steps(usual, [0.0005, 0.04, 0.04])).toEqual([5000, 20_000, 20_000])
})

it('comes on, however slow the disk is', async () => {
  expect(await steps(usual, [100, 100])).toEqual([5000, 1000])
  expect(await steps({ first: 5000, most: 40 }, [100, 100])).toEqual([40, 40])
})

it('does not grow after a step that had enough before it was through, and shrinks after a slow one', async () => {
  expect(await steps(usual, [0.0005, 0.0005], { isWhole: false })).toEqual([5000, 5000])
  expect(await steps(usual, [0.4, 0.4], { isWhole: false })).toEqual([5000, 1000])
})

it('reads a quarter of what ran into the deadline of a statement, once', async () => {
  expect(await steps(usual, [0.0005, 0.3, 0.3], { deadline: 3000 })).toEqual([5000, 20_000, 5000, 1000])
  await expect(steps(usual, [0.0005, 1], { deadline: 3000 })).rejects.toBe(outOfTime)
  await expect(steps({ first: 1000, most: 20_000 }, [4], { deadline: 3000 })).rejects.toBe(outOfTime)
})

it('lets every other fault through', async () => {
  const fault = new Error('gone')
  await expect(new Pace(usual).step(() => Promise.reject(fault))).rejects.toBe(fault)
})
