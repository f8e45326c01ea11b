interface Waiting<Ask, Answer> {
  readonly ask: Ask
  readonly answer: (answer: Answer) => void
  readonly fail: (fault: unknown) => void
}

export interface Gathering {
  /** How many calls may be under way at once. Whoever comes meanwhile waits for one of them to end, together with everybody else who does. */
  readonly atOnce: number
  /** How many are asked about in one call at most. */
  readonly most: number
  /** Whether a fault may be the fault of one question among many. Then each is asked alone, and it fails no other. */
  readonly isOfOne: (fault: unknown) => boolean
}

/**
 * Asks together what waits at the same moment. Whoever comes alone is asked about at once: what is gathered is what arrived in one turn of
 * the event loop, and what had to wait anyway because others were under way. So the more there is to do, the fewer calls it takes for each.
 *
 * @param together answers every question in its place
 */
export function gathering<Ask, Answer>(
  together: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { atOnce, most, isOfOne }: Gathering,
): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = []
  let underWay = 0
  let isCalling = false

  /** After everything that has arrived is read: no timer, so no waiting. */
  function callSoon(): void {
    if (isCalling || underWay >= atOnce || waiting.length === 0) return
    isCalling = true
    setImmediate(() => {
      isCalling = false
      while (underWay < atOnce && waiting.length > 0) void call()
    })
  }

  async function call(): Promise<void> {
    const these = waiting.slice(0, most)
    waiting = waiting.slice(most)
    underWay += 1
    try {
      await settle(these)
    } finally {
      underWay -= 1
      callSoon()
    }
  }

  async function settle(these: readonly Waiting<Ask, Answer>[]): Promise<void> {
    try {
      const answers = await together(these.map(({ ask }) => ask))
      for (const [place, { answer }] of these.entries()) answer(answers[place] as Answer)
    } catch (fault) {
      // Nobody who comes later waits for them.
      if (these.length > 1 && isOfOne(fault)) for (const one of these) void settle([one])
      else for (const { fail } of these) fail(fault)
    }
  }

  return (ask) =>
    new Promise((answer, fail) => {
      waiting.push({ ask, answer, fail })
      callSoon()
    })
}
