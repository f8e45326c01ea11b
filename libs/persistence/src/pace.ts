/** Milliseconds that a step is to take: far below the deadline of a statement, of a disk that is slow as well. */
const stepTime = 200
/** A step looks at no more than so many times the rows of the one before. */
const growth = 4
/** However slow the disk is, a walk comes on. */
const leastRows = 100

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
   * Takes one step.
   *
   * @param read looks at so many rows
   * @param isWhole whether it looked at all of them; one that had enough before says nothing of the pace. By default it did
   */
  async step<T>(read: (rows: number) => Promise<T>, isWhole: (answer: T) => boolean = () => true): Promise<T> {
    const began = this.now()
    const answer = await read(this.next)
    if (isWhole(answer)) this.settle(this.now() - began)
    return answer
  }

  private settle(took: number): void {
    const wanted = Math.floor(this.next * Math.min(stepTime / took, growth))
    this.next = Math.max(Math.min(wanted, this.most), Math.min(leastRows, this.most))
  }
}
