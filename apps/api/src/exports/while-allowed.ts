/**
 * The batches of an export, for as long as whoever asked for it may see them: a file takes as long as its reader does, and their guard looked once. It is
 * broken off then, as by any other trouble.
 */
export async function* whileAllowed<T>(batches: AsyncIterable<T>, isAllowed: () => Promise<boolean>): AsyncGenerator<T, void> {
  for await (const batch of batches) {
    if (!(await isAllowed())) throw new Error('whoever asked for this export may not see it any more')
    yield batch
  }
}
