import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { gathering } from './gathering.js'

const turn = () => new Promise((done) => setImmediate(done))

/** Answers with ten times what is asked, when it is told to. */
function tenfold(options: { atOnce?: number; patience?: number; most?: number } = {}) {
  const calls: { asks: readonly number[]; answer(): void; fail(fault: Error): void }[] = []
  const ask = gathering(
    (asks: readonly number[]) =>
      new Promise<number[]>((done, fail) => calls.push({ asks, answer: () => done(asks.map((one) => one * 10)), fail })),
    { atOnce: 1, patience: 0, most: 3, longest: 4000, isOfOne: (fault) => (fault as Error).message === 'one of them', ...options },
  )
  return { ask, calls, asked: () => calls.map(({ asks }) => asks) }
}

describe('gathering', () => {
  it('asks about one who comes alone at once', async () => {
    const { ask, calls, asked } = tenfold()
    const answer = ask(1)
    await turn()
    expect(asked()).toEqual([[1]])
    calls[0]!.answer()
    expect(await answer).toBe(10)
  })

  it('asks together about those who come in one turn, and gives each the answer in its place', async () => {
    const { ask, calls, asked } = tenfold()
    const answers = Promise.all([ask(1), ask(2), ask(3)])
    await turn()
    expect(asked()).toEqual([[1, 2, 3]])
    calls[0]!.answer()
    expect(await answers).toEqual([10, 20, 30])
  })

  it('gathers those who come while a call is under way, up to the most', async () => {
    const { ask, calls, asked } = tenfold()
    const answers = [ask(1)]
    await turn()
    for (const one of [2, 3, 4, 5]) answers.push(ask(one))
    await turn()
    expect(asked()).toEqual([[1]])
    calls[0]!.answer()
    await turn()
    await turn()
    expect(asked()).toEqual([[1], [2, 3, 4]])
    calls[1]!.answer()
    await turn()
    await turn()
    calls[2]!.answer()
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50])
  })

  it('asks about those who waited before it answers the others: what these do with it is done meanwhile', async () => {
    const { ask, calls, asked } = tenfold()
    const seen: (readonly (readonly number[])[])[] = []
    const first = ask(1).then(() => seen.push(asked()))
    await turn()
    void ask(2)
    calls[0]!.answer()
    await first
    expect(seen).toEqual([[[1], [2]]])
  })

  it('has no more calls under way than it may', async () => {
    const { ask, asked } = tenfold({ atOnce: 2, most: 1 })
    for (const one of [1, 2, 3]) void ask(one)
    await turn()
    expect(asked()).toEqual([[1], [2]])
  })

  it('asks each alone after a fault that may be of one of them: only that one fails', async () => {
    const { ask, calls, asked } = tenfold()
    const answers = Promise.allSettled([ask(1), ask(2)])
    await turn()
    calls[0]!.fail(new Error('one of them'))
    await turn()
    expect(asked()).toEqual([[1, 2], [1], [2]])
    calls[1]!.fail(new Error('one of them'))
    calls[2]!.answer()
    expect(await answers).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 20 }])
  })

  it('fails all after any other fault, and goes on with the next', async () => {
    const { ask, calls } = tenfold()
    const answers = Promise.allSettled([ask(1), ask(2)])
    await turn()
    calls[0]!.fail(new Error('the database is away'))
    expect(await answers).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
    const next = ask(3)
    await turn()
    await turn()
    calls[1]!.answer()
    expect(await next).toBe(30)
  })
})

describe('gathering, while a call takes long', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())
  const pass = async (milliseconds: number) => {
    await vi.advanceTimersByTimeAsync(milliseconds)
    await turn()
  }

  it('lets nobody wait longer for it than it is patient', async () => {
    const { ask, calls, asked } = tenfold({ atOnce: 2, patience: 5 })
    const held = ask(1)
    await turn()
    const others = Promise.all([ask(2), ask(3)])
    await pass(4)
    expect(asked()).toEqual([[1]])
    await pass(1)
    expect(asked()).toEqual([[1], [2, 3]])
    calls[1]!.answer()
    expect(await others).toEqual([20, 30])
    calls[0]!.answer()
    expect(await held).toBe(10)
  })

  it('lets whoever comes after that wait for the others only, one call after another', async () => {
    const { ask, calls, asked } = tenfold({ atOnce: 3, patience: 5 })
    void ask(1)
    await turn()
    void ask(2)
    await pass(5)
    const next = [ask(3), ask(4)]
    await turn()
    expect(asked()).toEqual([[1], [2]])
    calls[1]!.answer()
    await turn()
    await turn()
    expect(asked()).toEqual([[1], [2], [3, 4]])
    calls[2]!.answer()
    expect(await Promise.all(next)).toEqual([30, 40])
  })

  it('asks nobody else once as many are under way as may be', async () => {
    const { ask, calls, asked } = tenfold({ atOnce: 2, patience: 5 })
    for (const one of [1, 2, 3]) {
      void ask(one)
      await turn()
      await pass(5)
    }
    expect(asked()).toEqual([[1], [2]])
    await pass(1000)
    expect(asked()).toEqual([[1], [2]])
    calls[0]!.answer()
    await turn()
    await turn()
    expect(asked()).toEqual([[1], [2], [3]])
  })

  it('asks about nobody who has waited for so long that their caller has been answered: it fails, and nothing is done', async () => {
    const { ask, calls, asked } = tenfold()
    void ask(1)
    await turn()
    const answers = Promise.allSettled([ask(2), ask(3)])
    await pass(1000)
    const next = ask(4)
    await pass(3000)
    calls[0]!.answer()
    await turn()
    await turn()
    expect(asked()).toEqual([[1], [4]])
    const late = { status: 'rejected', reason: { name: 'ContentionFault' } }
    expect(await answers).toMatchObject([late, late])
    calls[1]!.answer()
    expect(await next).toBe(40)
  })

  it('goes on after everybody who waited has waited for too long', async () => {
    const { ask, calls, asked } = tenfold()
    void ask(1)
    await turn()
    const late = Promise.allSettled([ask(2)])
    await pass(5000)
    calls[0]!.answer()
    expect(await late).toMatchObject([{ status: 'rejected' }])
    void ask(3)
    await turn()
    expect(asked()).toEqual([[1], [3]])
  })
})
