'use client'
import { createContext, useContext, useLayoutEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { behindBy, exactTime, relativeTime } from './time-words'

const RenderedAt = createContext(0)

/** Says when the server rendered the page, so that its relative times and the browser's first ones are the same. */
export function Clock({ at, children }: { at: number; children: ReactNode }) {
  return <RenderedAt value={at}>{children}</RenderedAt>
}

let behind = 0

/**
 * Says when the server made the document: a reader's clock may be hours wrong, and what is just happening would be said to come. Only the first time
 * counts, since a refresh may come out of a cache.
 */
export function ServerTime({ at }: { at: number }) {
  const [first] = useState(at)
  useLayoutEffect(() => {
    behind = behindBy(first, Date.now())
  }, [first])
  return null
}

let now = 0
const readers = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = Date.now() + behind
  for (const reader of readers) reader()
}

function subscribe(reader: () => void): () => void {
  readers.add(reader)
  if (!ticking) {
    now = Date.now() + behind
    ticking = setInterval(tick, 20_000)
  }
  return () => {
    readers.delete(reader)
    if (readers.size > 0) return
    clearInterval(ticking)
    ticking = undefined
  }
}

const never = () => () => undefined

/** The zone to show times in: the reader's own (undefined), and UTC until the browser has taken over from the server. */
export function useZone(): 'UTC' | undefined {
  return useSyncExternalStore(
    never,
    () => undefined,
    () => 'UTC',
  )
}

/** A time as people say it (“5 min ago”), and exactly, in the zone of whoever looks. */
export function useWhen(at: string): { relative: string; exact: string; zoned: string } {
  const renderedAt = useContext(RenderedAt)
  const current = useSyncExternalStore(
    subscribe,
    () => now,
    () => renderedAt,
  )
  const zone = useZone()
  const time = Date.parse(at)
  return { relative: relativeTime(time, current), exact: exactTime(time, zone), zoned: exactTime(time, zone, true) }
}

/**
 * A time in a table: relative, and exact while the pointer is on it or its row has the focus. Narrow windows have neither, so there nothing is cut off when
 * letters are set wider.
 */
export function When({ at }: { at: string }) {
  const { relative, exact, zoned } = useWhen(at)
  return (
    <time dateTime={at} title={zoned} className="group/when block font-mono md:truncate">
      <span className="md:group-hover/when:hidden md:in-focus-row:hidden">{relative}</span>
      <span className="hidden md:group-hover/when:inline md:in-focus-row:inline">{exact}</span>
    </time>
  )
}

/** A time among facts: both, the exact one first. */
export function WhenExactly({ at }: { at: string }) {
  const { relative, zoned } = useWhen(at)
  return (
    <time dateTime={at}>
      <span className="font-mono text-table">{zoned}</span> <span className="text-quiet">({relative})</span>
    </time>
  )
}

/** A time in a sentence: relative, with the exact one as its title. */
export function WhenRoughly({ at }: { at: string }) {
  const { relative, zoned } = useWhen(at)
  return (
    <time dateTime={at} title={zoned}>
      {relative}
    </time>
  )
}
