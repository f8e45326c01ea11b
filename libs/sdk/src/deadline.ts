/**
 * Gives `work` a signal that fires after so many milliseconds, or together with `outer`. The promise is rejected at that moment,
 * with the signal's reason, even if the work does not listen.
 */
export async function withDeadline<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted()
  const inner = new AbortController()
  const cut = new Promise<never>((_, reject) => inner.signal.addEventListener('abort', () => reject(inner.signal.reason)))
  const passOn = () => inner.abort(outer?.reason)
  const timer = setTimeout(() => inner.abort(new DOMException(`No answer within ${milliseconds} ms`, 'TimeoutError')), milliseconds)
  outer?.addEventListener('abort', passOn)
  try {
    return await Promise.race([work(inner.signal), cut])
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', passOn)
  }
}
