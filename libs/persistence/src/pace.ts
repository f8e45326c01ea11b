import { isOutOfTime } from './contention.js'

/** Milliseconds that a step is to take: far below the deadline of a statement. */
const stepTime = 200
/** What takes longer is slow, and the next step shorter. Between the two is whoever waits for a connection, or behind others. */
const slow = 1000
/** A step looks at no more than so many times the rows of the one before. */
const growth = 4
/** However slow the disk is, a walk comes on. */
const leastRows = 1000

/**
 * How many rows the steps of a walk look at: `first`, and then as many as the database is quick with at that moment, up to `most`. Twenty thousand
 * rows take some 10 ms from memory, and longer than any deadline from a cold disk, one by one.
 */
export class Pace {
  private readonly most: number
  private next: number

  /** @param now milliseconds, of a clock that never goes back */
  constructor(
    { first, most }: { readonly first: number; readonly most: number },
    private readonly now: () => number = () => performance.now(),
  ) {
    this.most = most
    this.next = Math.min(first, most)
  }

  /**
   * Takes one step. What runs into the deadline of a statement is read again, a quarter of it, and once: whoever waits has waited for two by then.
   *
   * @param read looks at so many rows
   * @param isWhole whether it looked at all of these rows: one that had enough before may have been quick for that. By default it did
   */
  async step<T>(read: (rows: number) => Promise<T>, isWhole: (answer: T, rows: number) => boolean = () => true): Promise<T> {
    try {
      return await this.take(read, isWhole)
    } catch (fault) {
      const fewer = this.within(this.next / growth)
      if (!isOutOfTime(fault) || fewer === this.next) throw fault
      this.next = fewer
      return await this.take(read, isWhole)
    }
  }

  private async take<T>(read: (rows: number) => Promise<T>, isWhole: (answer: T, rows: number) => boolean): Promise<T> {
    const began = this.now()
    const answer = await read(this.next)
    this.settle(this.now() - began, isWhole(answer, this.next))
    return answer
  }

  private settle(took: number, isWhole: boolean): void {
    const wanted = this.next * Math.min(stepTime / took, growth)
    if (took > slow || (isWhole && wanted > this.next)) this.next = this.within(wanted)
  }

  private within(rows: number): number {
    return Math.max(Math.min(Math.floor(rows), this.most), Math.min(leastRows, this.next))
  }
}
