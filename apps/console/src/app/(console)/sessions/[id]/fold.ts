import type { Chapter } from './story'

/** Changes of network or browser in the middle of many, which are shown when they are asked for. */
export interface Fold {
  readonly kind: 'folded'
  readonly moves: number
  readonly chapters: readonly Chapter[]
}

/** With more moves than this between two other things that happened, only the first two and the last two are shown at once. */
const movesShown = 5
const keptAtEachEnd = 2

/** Folds away the middle of long runs of moves, and the rotations among them. Whatever else happened stays in sight. */
export function folded(story: readonly Chapter[]): readonly (Chapter | Fold)[] {
  const told: (Chapter | Fold)[] = []
  let run: Chapter[] = []
  const endRun = () => {
    const moves = run.flatMap(({ kind }, place) => (kind === 'moved' ? [place] : []))
    const [from, to] = [moves[keptAtEachEnd], moves.at(-keptAtEachEnd)]
    if (moves.length > movesShown && from !== undefined && to !== undefined) {
      told.push(
        ...run.slice(0, from),
        { kind: 'folded', moves: moves.length - 2 * keptAtEachEnd, chapters: run.slice(from, to) },
        ...run.slice(to),
      )
    } else told.push(...run)
    run = []
  }
  for (const chapter of story) {
    if (chapter.kind === 'moved' || chapter.kind === 'rotations') run.push(chapter)
    else {
      endRun()
      told.push(chapter)
    }
  }
  endRun()
  return told
}
