/** Statement text with its numbered parameters, put together piece by piece. Values never enter the text. */
export class Statement {
  readonly values: unknown[] = []

  /** Adds a value; returns its placeholder. */
  value(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}
