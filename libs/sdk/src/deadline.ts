/** What the work gives, or the signal's reason if it fires before. The work goes on then: others may wait for it, too. */
export async function unlessAborted<T>(signal: AbortSignal | null | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work()
  signal.throwIfAborted()
  let giveUp = () => {}
  const cut = new Promise<never>((_, reject) => (giveUp = () => reject(signal.reason)))
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([work(), cut])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

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
  const passOn = () => inner.abort(outer?.reason)
  const timer = setTimeout(() => inner.abort(new DOMException(`No answer within ${milliseconds} ms`, 'TimeoutError')), milliseconds)
  outer?.addEventListener('abort', passOn)
  try {
    return await unlessAborted(inner.signal, () => work(inner.signal))
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', passOn)
  }
}
