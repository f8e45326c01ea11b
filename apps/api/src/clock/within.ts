/** A signal that is aborted in a while, unless it is cleared before. */
export interface Deadline {
  readonly signal: AbortSignal
  /** For when the work is done: a signal that lives longer would keep all that ever waited for it. */
  clear(): void
}

/**
 * @param milliseconds after which its reason is a TimeoutError
 * @param sooner aborts it as well
 */
export function deadlineIn(milliseconds: number, sooner?: AbortSignal): Deadline {
  const controller = new AbortController()
  const giveUp = () => controller.abort(new DOMException(`It took longer than ${milliseconds} ms`, 'TimeoutError'))
  const timer = setTimeout(giveUp, milliseconds).unref()
  const end = () => controller.abort(sooner?.reason)
  sooner?.addEventListener('abort', end)
  if (sooner?.aborted) end()
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer)
      sooner?.removeEventListener('abort', end)
    },
  }
}

/**
 * Waits for some work, but no longer than that.
 *
 * @param work given a signal, which is aborted when nobody waits any more
 * @param sooner ends the waiting as well
 * @throws what the work throws, a TimeoutError, or the reason of `sooner`
 */
export async function within<T>(milliseconds: number, work: (signal: AbortSignal) => T | Promise<T>, sooner?: AbortSignal): Promise<T> {
  const { signal, clear } = deadlineIn(milliseconds, sooner)
  const late = new Promise<never>((_, reject) => {
    const end = () => reject(signal.reason as Error)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
  try {
    return await Promise.race([late, (async () => work(signal))()])
  } finally {
    clear()
  }
}
