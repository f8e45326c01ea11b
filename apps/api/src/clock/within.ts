/**
 * Waits for some work, but no longer than that.
 *
 * @param work given a signal, which is aborted when nobody waits any more
 * @throws what the work throws, or a TimeoutError
 */
export async function within<T>(milliseconds: number, work: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds)
  const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))
  return Promise.race([late, (async () => work(signal))()])
}
