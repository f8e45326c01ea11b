const tiles = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
/** The tile that carries the accent: where the watchword is. */
const accented = 5

/** The way round the edge, then the middle: the order in which the tiles of a waiting mark light. */
const turns = ['tile-0', 'tile-1', 'tile-2', 'tile-7', 'tile-8', 'tile-3', 'tile-6', 'tile-5', 'tile-4'] as const

/** The mark: a tessera among nine. Decoration; name it in text beside it. */
export function Mark({ className, waiting = false }: { className?: string; waiting?: boolean }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false" className={className}>
      {tiles.map((tile) => (
        <rect
          key={tile}
          x={(tile % 3) * 7}
          y={Math.floor(tile / 3) * 7}
          width={6}
          height={6}
          rx={0.75}
          fillOpacity={waiting ? 0.18 : 1}
          className={`${tile === accented ? 'fill-accent-text' : 'fill-faint'} ${waiting ? `animate-light ${turns[tile]}` : ''}`}
        />
      ))}
    </svg>
  )
}

/** Stands where something is being fetched; put it into a live region if people should be told. */
export function Waiting({ children }: { children: string }) {
  return (
    <span className="inline-flex items-center gap-2.5 text-quiet">
      <Mark waiting className="size-4.5" />
      {children}
    </span>
  )
}
