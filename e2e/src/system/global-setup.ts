import { shareSystem, startSystem } from './system.js'

/** Playwright calls this before the first spec, and what it returns after the last. */
export default async function setUp(): Promise<() => Promise<void>> {
  const system = await startSystem()
  shareSystem(system)
  return () => system.stop()
}
