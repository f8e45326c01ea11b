/** Pieces that wait for a slow reader at most. Beyond them it is cut off: it connects again, and reads what it missed from the log. */
const mostWaiting = 1_000

/** The reading end of one stream: pieces are put in as they come, and taken out as fast as the reader takes them. Ends once. */
export class Follower implements AsyncIterableIterator<string, void> {
  private readonly waiting: string[] = []
  private taker: ((step: IteratorResult<string, void>) => void) | undefined
  private ended = false

  /** @param onEnd called once, when nothing more is taken */
  constructor(private readonly onEnd: () => void) {}

  get isOver(): boolean {
    return this.ended
  }

  /** @param cutsOff false for a piece that a reader who is behind can do without */
  put(piece: string, cutsOff = true): void {
    if (this.ended) return
    const { taker } = this
    this.taker = undefined
    if (taker) taker({ done: false, value: piece })
    else if (this.waiting.length < mostWaiting) this.waiting.push(piece)
    else if (cutsOff) this.end()
  }

  /** What waits is not given any more. */
  end(): void {
    if (this.ended) return
    this.ended = true
    this.waiting.length = 0
    this.taker?.({ done: true, value: undefined })
    this.onEnd()
  }

  next(): Promise<IteratorResult<string, void>> {
    if (this.ended) return Promise.resolve({ done: true, value: undefined })
    const value = this.waiting.shift()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    return new Promise((resolve) => (this.taker = resolve))
  }

  return(): Promise<IteratorResult<string, void>> {
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
