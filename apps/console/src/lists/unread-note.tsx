import { Tile } from '../ui/tile'

/** Says what of the address is no filter of this list. */
export function UnreadNote({ unread }: { unread: readonly string[] }) {
  if (unread.length === 0) return null
  return (
    <p role="status" className="flex min-w-0 basis-full items-baseline gap-2 text-table text-quiet [overflow-wrap:anywhere]">
      <Tile className="bg-expired" />
      <span>
        Left out, because this list cannot read it: <bdi className="font-mono text-text">{unread.join(', ').slice(0, 300)}</bdi>
      </span>
    </p>
  )
}
