'use client'
import type { Attention } from '@tessera/contract'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Tile } from '../../../ui/tile'
import { WhenRoughly } from '../../../ui/when'
import { concernOf, type Concern } from './attention'

const tones: Readonly<Record<Concern['tone'], string>> = {
  reuse: 'bg-reuse',
  failed: 'bg-failed',
  expired: 'bg-expired',
  ended: 'bg-ended',
}

/** What to look at first, most urgent on top; each leads to the list that shows it. */
export function AttentionList({ attention }: { attention: readonly Attention[] }) {
  const concerns = attention.map(concernOf)
  return (
    <section aria-labelledby="attention" className="border-y border-line">
      <h2 id="attention" className="sr-only">
        Needs attention
      </h2>
      <p role="status" className={concerns.length > 0 ? 'sr-only' : 'flex min-h-10 items-center gap-2.5 px-2 text-quiet'}>
        {concerns.length > 0 ? (
          `${concerns.length} ${concerns.length === 1 ? 'thing needs' : 'things need'} attention`
        ) : (
          <>
            <Tile className="bg-active" />
            Nothing needs attention.
          </>
        )}
      </p>
      {concerns.length > 0 && (
        <ul className="divide-y divide-line">
          {concerns.map((concern, place) => (
            <li key={place}>
              <Entry {...concern} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Entry({ tone, words, since, last, at, href }: Concern) {
  const line = (
    <>
      <Tile className={tones[tone]} />
      <span className="min-w-0 flex-1">
        <span className="font-medium">{words}</span>
        {since && (
          <span className="text-quiet">
            , since <WhenRoughly at={since} />
          </span>
        )}
        {last && last !== since && (
          <span className="text-quiet">
            , the last <WhenRoughly at={last} />
          </span>
        )}
        {at && (
          <span className="text-quiet">
            , <WhenRoughly at={at} />
          </span>
        )}
      </span>
    </>
  )
  const look = 'flex min-h-10 items-center gap-2.5 px-2 py-2'
  if (href === null) return <div className={look}>{line}</div>
  return (
    <Link href={href} prefetch={false} className={`${look} hover:bg-hover`}>
      {line}
      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
    </Link>
  )
}
