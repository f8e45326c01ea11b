'use client'
import type { AdminSession } from '@tessera/contract'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { calmly } from '../../../live/calmly'
import { useChanges } from '../../../live/use-changes'
import { endedBy, endsMany } from './ended-by'
import { fetchAgain, type RowQuery } from './fetch-rows'

interface Held {
  /** The rows as the server rendered them last. */
  readonly given: readonly AdminSession[]
  /** Those of them that have changed since. */
  readonly since: ReadonlyMap<string, AdminSession>
  /** Those that were not there when the same list was rendered before. */
  readonly fresh: ReadonlySet<string>
}

/** The rows of a list as they are now. Each keeps its place: what ended says so where it stands, and nothing comes or goes by itself. */
export function useLiveRows(given: readonly AdminSession[], query: RowQuery) {
  const [held, hold] = useState<Held>({ given, since: new Map(), fresh: new Set() })
  if (held.given !== given) hold({ given, since: new Map(), fresh: newIn(given, held.given) })
  const rows = given.map((session) => held.since.get(session.id) ?? session)

  function patch(changed: readonly AdminSession[]): void {
    const ours = changed.filter(({ id }) => given.some((session) => session.id === id))
    if (ours.length === 0) return
    hold((before) => ({ ...before, since: new Map([...before.since, ...ours.map((session) => [session.id, session] as const)]) }))
  }
  const askAgain = useEffectEvent(async () => patch(await fetchAgain(given, query)))
  const asking = useRef<ReturnType<typeof calmly>>(null)
  useEffect(() => {
    const calm = calmly(() => askAgain())
    asking.current = calm
    return () => calm.stop()
  }, [])

  useChanges(
    (change) => {
      if (endsMany(change)) asking.current?.ask()
      patch(rows.flatMap((session) => endedBy(session, change) ?? []))
    },
    () => asking.current?.ask(),
  )

  const ended = rows.filter(({ state }, i) => state !== 'active' && given[i]?.state === 'active').length
  return { rows, fresh: held.fresh, ended }
}

/** What is new in a list that goes on from another: one that has nothing in common with it is another list, and none of it is new. */
function newIn(given: readonly AdminSession[], before: readonly AdminSession[]): ReadonlySet<string> {
  const known = new Set(before.map(({ id }) => id))
  const ids = given.map(({ id }) => id)
  return new Set(ids.some((id) => known.has(id)) ? ids.filter((id) => !known.has(id) && id > (before[0]?.id ?? '')) : [])
}
