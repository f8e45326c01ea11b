import { classNames } from './class-names'

/** A tile in the hue of a state (`bg-active`); say the word beside it. */
export function Tile({ className }: { className: string }) {
  return <span aria-hidden className={classNames('inline-block size-2 shrink-0 rounded-[2px]', className)} />
}

/** A state: a tile and its word. */
export function StateWord({ hue, word, className }: { hue: string; word: string; className?: string | undefined }) {
  return (
    <span className={classNames('inline-flex items-center gap-2 whitespace-nowrap', className)}>
      <Tile className={hue} />
      {word}
    </span>
  )
}
