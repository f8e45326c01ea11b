import { setMaxListeners } from 'node:events'

/** Milliseconds from the beginning of a drain on that somebody else's server is waited for: less than a drain may take. */
const longestWait = 5_000

/**
 * How a worker ends that calls servers of other people: from the beginning of the drain on it begins nothing, and after a while it breaks off what
 * hangs, so that the process has time to write down how far it came, and gives the rest to another one at once.
 */
export class Leaving {
  private readonly late = new AbortController()
  private begun = false

  constructor(private readonly patience: number = longestWait) {
    // All that is under way waits for it: with more than ten calls at once Node would warn of a leak.
    setMaxListeners(0, this.late.signal)
  }

  /** Whether nothing more is to be begun. */
  get hasBegun(): boolean {
    return this.begun
  }

  /** Aborted when what is under way is to be broken off. */
  get overdue(): AbortSignal {
    return this.late.signal
  }

  /** Once or more often: the first time counts. */
  begin(): void {
    if (this.begun) return
    this.begun = true
    setTimeout(() => this.late.abort(), this.patience).unref()
  }
}
