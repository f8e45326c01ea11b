import type { AdminSessionDetail } from '@tessera/contract'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../../../../ui/class-names'
import { folded, type Fold } from './fold'
import { storyOf, type Chapter } from './story'
import { Telling } from './telling'

/** A session's life, oldest first: a tile for each thing that happened, and one for all the rotations between two of them. */
export function Timeline({ session }: { session: AdminSessionDetail }) {
  return <Chapters story={folded(storyOf(session))} session={session} />
}

function Chapters({ story, session }: { story: readonly (Chapter | Fold)[]; session: AdminSessionDetail }) {
  return (
    <ol className="grid">
      {story.map((chapter, place) => (
        <Step key={place} tile={isAlarming(chapter) ? 'bg-reuse' : tiles[chapter.kind]} last={place === story.length - 1}>
          {chapter.kind === 'folded' ? (
            <details className="group/fold">
              <summary className="flex list-none items-center gap-1 font-medium text-quiet hover:text-text [&::-webkit-details-marker]:hidden">
                <ChevronRight aria-hidden className="-ml-0.5 size-4 transition-transform duration-150 group-open/fold:rotate-90" />
                {chapter.moves} more changes of network or browser
              </summary>
              <div className="pt-2">
                <Chapters story={chapter.chapters} session={session} />
              </div>
            </details>
          ) : (
            <Telling chapter={chapter} session={session} />
          )}
        </Step>
      ))}
    </ol>
  )
}

const tiles: Readonly<Record<(Chapter | Fold)['kind'], string>> = {
  started: 'bg-active',
  moved: 'bg-text',
  rotations: 'bg-edge',
  folded: 'border-2 border-edge',
  branched: 'bg-expired',
  fork: 'bg-reuse',
  ended: 'bg-ended',
  swept: 'bg-ended',
  expired: 'bg-expired',
  open: 'border-2 border-active',
}

function isAlarming(chapter: Chapter | Fold): boolean {
  return chapter.kind === 'fork' || (chapter.kind === 'ended' && chapter.event.reason === 'reuse_detected')
}

function Step({ tile, last, children }: { tile: string; last: boolean; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[0.75rem_minmax(0,1fr)] gap-x-3">
      <span aria-hidden className="grid grid-rows-[auto_1fr] justify-items-center pt-1.5">
        <span className={classNames('size-2.5 rounded-[2px]', tile)} />
        {!last && <span className="mt-1.5 w-px bg-line" />}
      </span>
      <div className={classNames('min-w-0 [overflow-wrap:anywhere]', !last && 'pb-4')}>{children}</div>
    </li>
  )
}
