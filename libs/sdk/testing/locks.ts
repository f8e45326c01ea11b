/** As much of Web Locks as is used: exclusive locks in the order in which they are asked for, a signal that ends the waiting, and whether one is free. */
export function fakeLocks() {
  const last = new Map<string, Promise<unknown>>()
  const takers = new Map<string, number>()
  const asked: string[] = []

  async function request(
    name: string,
    { signal, ifAvailable }: { signal?: AbortSignal; ifAvailable?: boolean },
    step: (lock: object | null) => Promise<unknown>,
  ): Promise<unknown> {
    const others = takers.get(name) ?? 0
    if (ifAvailable && others > 0) return step(null)
    takers.set(name, others + 1)
    asked.push(name)
    const before = last.get(name)
    let release = () => {}
    const mine = new Promise<void>((done) => (release = done))
    last.set(
      name,
      Promise.all([before, mine]).catch(() => {}),
    )
    const givenUp = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    try {
      await Promise.race([before, givenUp])
      return await step({ name })
    } finally {
      takers.set(name, (takers.get(name) ?? 1) - 1)
      release()
    }
  }
  return { locks: { request } as unknown as LockManager, asked }
}
