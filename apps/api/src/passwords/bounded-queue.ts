export interface Bounds {
  /** How many pieces of work run at once. */
  readonly atOnce: number
  /** How many wait at most. */
  readonly waiting: number
  /** How long one waits at most, in milliseconds. */
  readonly wait: number
}

/** There was too much to do: the work was not started. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

/** Runs so much at once and no more, first come, first served, and turns away what would wait too long. */
export class BoundedQueue {
  private running = 0
  private readonly queue: (() => void)[] = []

  constructor(private readonly bounds: Bounds) {}

  get waiting(): number {
    return this.queue.length
  }

  /** @throws TooBusy when the queue is full, or the turn did not come in time */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.bounds.atOnce) this.running++
    else await this.turn()
    try {
      return await work()
    } finally {
      const next = this.queue.shift()
      // The next one takes over this place, so that nobody who comes now can slip in before it.
      if (next) next()
      else this.running--
    }
  }

  private turn(): Promise<void> {
    if (this.queue.length >= this.bounds.waiting) throw new TooBusy('Too many are waiting.')
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(start), 1)
        reject(new TooBusy('The wait was too long.'))
      }, this.bounds.wait)
      this.queue.push(start)
    })
  }
}
