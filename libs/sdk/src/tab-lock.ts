/** Runs a step while nobody else who shares the lock runs one; it is told whether somebody else had to be waited for. */
export type Turn = <T>(step: (waited: boolean) => Promise<T>) => Promise<T>

/** What is needed of `LockManager`, which is one of the DOM's types: a program on a server has it not. */
type Locks = {
  request<T>(name: string, options: { ifAvailable?: boolean; signal?: AbortSignal }, step: (lock: object | null) => Promise<T>): Promise<T>
}

/**
 * A lock over all tabs and workers of one origin (Web Locks), so that they refresh one after the other, and the second finds what the
 * first has stored.
 *
 * It is a help and not a guard: a tab that the browser has put to sleep may hold it for hours. Whoever has waited for `patience`
 * milliseconds goes on without it, as everybody does where there are no locks. Then two may present one refresh token, and the server
 * gives both the same successor.
 */
export function tabLock(name: string, patience: number, locks: Locks | undefined = globalThis.navigator?.locks): Turn {
  return async (step) => {
    if (!locks) return step(false)
    const waiting = new AbortController()
    const timer = setTimeout(() => waiting.abort(), patience)
    let begun = false
    try {
      const begin = (waited: boolean) => {
        begun = true
        clearTimeout(timer)
        return step(waited)
      }
      const free = await locks.request(name, { ifAvailable: true }, async (lock) => lock && { done: await begin(false) })
      return free ? free.done : await locks.request(name, { signal: waiting.signal }, () => begin(true))
    } catch (thrown) {
      // Else it was refused: too late, or not to be had in a document such as a sandboxed frame.
      if (begun) throw thrown
      return await step(true)
    } finally {
      clearTimeout(timer)
    }
  }
}
