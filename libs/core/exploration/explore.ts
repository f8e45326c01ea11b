/** One step that the world can take: what happens, in words, and the world after it. */
export interface Move<World> {
  readonly what: string
  readonly next: World
}

export interface Exploration<World> {
  readonly start: World
  readonly movesOf: (world: World) => Iterable<Move<World>>
  /** Two worlds with one key behave alike from there on; only the first of them is followed. */
  readonly keyOf: (world: World) => string
  readonly isViolation: (world: World) => boolean
  /** How many moves deep to look. */
  readonly depth: number
}

export interface Findings {
  readonly worlds: number
  /** Whether nothing new was left before the depth was reached: what was found then holds for every number of moves. */
  readonly closed: boolean
  /** The shortest way to a violation, a sentence a move; null when there is none. */
  readonly trace: readonly string[] | null
}

interface Reached<World> {
  readonly world: World
  readonly by: string
  readonly from: Reached<World> | null
}

/** Follows every move from every world, breadth first: so the first violation is reached on a shortest way. */
export function explore<World>({ start, movesOf, keyOf, isViolation, depth }: Exploration<World>): Findings {
  const seen = new Set([keyOf(start)])
  let frontier: Reached<World>[] = [{ world: start, by: '', from: null }]
  for (let moves = 0; moves < depth && frontier.length > 0; moves++) {
    const reached: Reached<World>[] = []
    for (const from of frontier) {
      for (const { what, next } of movesOf(from.world)) {
        const key = keyOf(next)
        if (seen.has(key)) continue
        seen.add(key)
        const here = { world: next, by: what, from }
        if (isViolation(next)) return { worlds: seen.size, closed: false, trace: wayTo(here) }
        reached.push(here)
      }
    }
    frontier = reached
  }
  return { worlds: seen.size, closed: frontier.length === 0, trace: null }
}

function wayTo<World>(last: Reached<World>): string[] {
  const way: string[] = []
  for (let here = last; here.from !== null; here = here.from) way.unshift(here.by)
  return way
}
