import { setTimeout as pause } from 'node:timers/promises'

/**
 * Virtual users, each with chains of tokens of its own that it moves on in turn: as fast as it is answered, or at a steady rate.
 *
 * @template T
 * @param {{ tokens: readonly T[], users: number, seconds: number, rate?: number, refresh: (token: T, user: number) => Promise<T> }} load
 *   `rate`: how many a second there are to be in all
 * @returns {Promise<{ count: number, p50: number, p99: number, tokens: readonly T[] }>} how many refreshes there were, and how many milliseconds one took
 */
export async function refreshInTurn({ tokens, users, seconds, rate = Infinity, refresh }) {
  if (tokens.length < users) throw new Error(`${tokens.length} sessions are not enough for ${users} users.`)
  const now = [...tokens]
  const latencies = []
  const start = performance.now()
  const until = start + seconds * 1000
  const between = (users / rate) * 1000
  await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      let due = start + (user / users) * between
      for (let at = user; Math.max(performance.now(), due) < until; at = at + users < now.length ? at + users : user) {
        if (due > performance.now()) await pause(due - performance.now())
        due += between
        const began = performance.now()
        now[at] = await refresh(now[at], user)
        latencies.push(performance.now() - began)
      }
    }),
  )
  latencies.sort((a, b) => a - b)
  const at = (share) => latencies[Math.floor(latencies.length * share)]
  return { count: latencies.length, p50: at(0.5), p99: at(0.99), tokens: now }
}
