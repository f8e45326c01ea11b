/** As much of Web Locks as is used: exclusive locks in the order in which they are asked for, and a signal that ends the waiting. */
export function fakeLocks() {
  const last = new Map<string, Promise<unknown>>()
  const asked: string[] = []

  async function request(name: string, { signal }: { signal: AbortSignal }, step: () => Promise<unknown>): Promise<unknown> {
    asked.push(name)
    const before = last.get(name)
    let release = () => {}
    const mine = new Promise<void>((done) => (release = done))
    last.set(
      name,
      Promise.all([before, mine]).catch(() => {}),
    )
    const givenUp = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    try {
      await Promise.race([before, givenUp])
      return await step()
    } finally {
      release()
    }
  }
  return { locks: { request } as unknown as LockManager, asked }
}
