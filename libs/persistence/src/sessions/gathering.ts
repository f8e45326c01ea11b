import { ContentionFault } from '../contention.js'

interface Waiting<Ask, Answer> {
  readonly ask: Ask
  /** When they came. */
  readonly since: number
  readonly answer: (answer: Answer) => void
  readonly fail: (fault: unknown) => void
}

type Outcome<Answer> = { readonly answers: readonly Answer[] } | { readonly fault: unknown }

export interface Gathering {
  /** How many calls may be under way at once. */
  readonly atOnce: number
  /**
   * Milliseconds that a call is under way before another begins beside it. Whoever comes meanwhile waits for it to end, together with everybody
   * else who does; of one that takes longer, something is held, and nobody else is to wait for that.
   */
  readonly patience: number
  /** How many are asked about in one call at most. */
  readonly most: number
  /** Milliseconds after which nobody is asked about any more: their caller has been answered by then, and counts on nothing being done. */
  readonly longest: number
  /** Whether a fault may be the fault of one question among many. Then each is asked alone, and it fails no other. */
  readonly isOfOne: (fault: unknown) => boolean
}

/**
 * Asks together what waits at the same moment. Whoever comes alone is asked about at once: what is gathered is what arrived in one turn of
 * the event loop, and what had to wait anyway because others were under way. So the more there is to do, the fewer calls it takes for each.
 *
 * @param together answers every question in its place
 * @throws ContentionFault when the calls under way took so long that it was not asked
 */
export function gathering<Ask, Answer>(
  together: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { atOnce, patience, most, longest, isOfOne }: Gathering,
): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = []
  /** When each call that is under way began, the youngest last. */
  let underWay: number[] = []
  let isCalling = false
  let retry: NodeJS.Timeout | undefined

  /** Milliseconds until the next call may begin; infinite while only the end of another helps. */
  function untilNext(): number {
    if (underWay.length >= atOnce) return Infinity
    const youngest = underWay.at(-1)
    return youngest === undefined ? 0 : youngest + patience - performance.now()
  }

  /** After everything that has arrived is read: no timer where nothing is under way, so no waiting. */
  function callSoon(): void {
    if (isCalling || waiting.length === 0) return
    const rest = untilNext()
    if (rest > 0) {
      if (rest < Infinity) retry ??= setTimeout(callAgain, rest)
      return
    }
    isCalling = true
    setImmediate(() => {
      isCalling = false
      while (waiting.length > 0 && untilNext() <= 0) void call()
      callSoon()
    })
  }

  function callAgain(): void {
    retry = undefined
    callSoon()
  }

  async function call(): Promise<void> {
    const began = performance.now()
    giveUpBefore(began - longest)
    const these = waiting.slice(0, most)
    if (these.length === 0) return
    waiting = waiting.slice(most)
    underWay.push(began)
    const settled = await outcomeOf(these.map(({ ask }) => ask))
    underWay = underWay.toSpliced(underWay.indexOf(began), 1)
    // Who waited is asked about before anybody is answered: what the answers lead to is then done while the next call is under way.
    if (waiting.length > 0 && untilNext() <= 0) {
      void call()
      process.nextTick(settle, these, settled)
    } else settle(these, settled)
    callSoon()
  }

  function giveUpBefore(then: number): void {
    const first = waiting.findIndex(({ since }) => since > then)
    for (const { fail } of waiting.splice(0, first < 0 ? waiting.length : first))
      fail(new ContentionFault('The database was busy with others until the deadline.'))
  }

  async function outcomeOf(asks: readonly Ask[]): Promise<Outcome<Answer>> {
    try {
      return { answers: await together(asks) }
    } catch (fault) {
      return { fault }
    }
  }

  function settle(these: readonly Waiting<Ask, Answer>[], outcome: Outcome<Answer>): void {
    if ('answers' in outcome) for (const [place, { answer }] of these.entries()) answer(outcome.answers[place] as Answer)
    // Nobody who comes later waits for them.
    else if (these.length > 1 && isOfOne(outcome.fault))
      for (const one of these) void outcomeOf([one.ask]).then((own) => settle([one], own))
    else for (const { fail } of these) fail(outcome.fault)
  }

  return (ask) =>
    new Promise((answer, fail) => {
      waiting.push({ ask, since: performance.now(), answer, fail })
      callSoon()
    })
}
