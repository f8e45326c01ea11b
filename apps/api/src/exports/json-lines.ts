/** A JSON object a line (https://jsonlines.org), written batch by batch. */
export async function* jsonLines<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<string, void> {
  for await (const batch of batches) {
    if (batch.length > 0) yield batch.map((item) => `${JSON.stringify(item)}\n`).join('')
  }
}
