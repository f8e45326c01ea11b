'use client'
import { useZone } from '../../../ui/when'
import { exactTime } from '../../../ui/time-words'
import { Tile } from '../../../ui/tile'
import type { PartKind, Timeline } from './timeline'
import { shortKid } from './key-words'

const rowHeight = 28
const looks: Readonly<Record<PartKind, { readonly className: string; readonly height: number }>> = {
  published: { className: 'fill-edge', height: 4 },
  signs: { className: 'fill-active', height: 14 },
  will_sign: { className: 'fill-active opacity-45', height: 14 },
}

/** The lives of the keys as bars over time, and where now is. The table below says the same in words. */
export function TimelineChart({ timeline }: { timeline: Timeline }) {
  const zone = useZone()
  const { bars, now, from, to } = timeline
  const height = bars.length * rowHeight
  return (
    <figure aria-hidden className="px-4 pb-4">
      <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3">
        <ul>
          {bars.map(({ key }) => (
            <li key={key.kid} className="flex h-7 items-center font-mono text-small text-quiet">
              {shortKid(key.kid)}
            </li>
          ))}
        </ul>
        <svg width="100%" height={height + 20} className="overflow-visible">
          {bars.map(({ key, parts }, row) => (
            <g key={key.kid}>
              <line x1="0" x2="100%" y1={(row + 1) * rowHeight} y2={(row + 1) * rowHeight} className="stroke-line" />
              {parts.map(({ kind, ...part }, place) => (
                <rect
                  key={place}
                  x={`${part.from}%`}
                  // However short, it is there.
                  width={`${Math.max(part.width, 0.3)}%`}
                  y={row * rowHeight + (rowHeight - looks[kind].height) / 2}
                  height={looks[kind].height}
                  className={looks[kind].className}
                />
              ))}
            </g>
          ))}
          <line x1={`${now}%`} x2={`${now}%`} y1="0" y2={height + 4} className="stroke-accent-text stroke-2" />
          <text
            x={`${now}%`}
            y={height + 16}
            textAnchor={now > 92 ? 'end' : now < 8 ? 'start' : 'middle'}
            className="fill-accent-text text-small"
          >
            now
          </text>
          {now > 25 && (
            <text x="0" y={height + 16} className="fill-faint text-small">
              {exactTime(from, zone).slice(0, 10)}
            </text>
          )}
          {now < 75 && (
            <text x="100%" y={height + 16} textAnchor="end" className="fill-faint text-small">
              {exactTime(to, zone).slice(0, 10)}
            </text>
          )}
        </svg>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-5 gap-y-1 pl-[6.25rem] text-small text-quiet max-sm:pl-0">
        <Meaning className="bg-active">Signs</Meaning>
        <Meaning className="bg-active opacity-45">Will sign</Meaning>
        <Meaning className="bg-edge">Published only</Meaning>
      </figcaption>
    </figure>
  )
}

function Meaning({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Tile className={className} />
      {children}
    </span>
  )
}
