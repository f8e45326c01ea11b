import type { SigningKey } from '@tessera/contract'

/** `published`: in JWKS, and signs not yet or no more. `signs`: did until now. `will_sign`: as far as is known. */
export type PartKind = 'published' | 'signs' | 'will_sign'

/** A stretch of a key's life, in percent of the whole width. */
export interface Part {
  readonly kind: PartKind
  readonly from: number
  readonly width: number
}

export interface Bar {
  readonly key: SigningKey
  readonly parts: readonly Part[]
}

export interface Timeline {
  readonly from: number
  readonly to: number
  /** Where now is, in percent. */
  readonly now: number
  /** Newest first. */
  readonly bars: readonly Bar[]
}

const hour = 3_600_000
const day = 24 * hour
const most = 8

/** The lives of the keys that matter: those that are published, and what left within a month. */
export function timelineOf(keys: readonly SigningKey[], now: number): Timeline {
  const shown = keys.filter(({ published_until }) => published_until === null || at(published_until) > now - 30 * day).slice(0, most)
  const stretches = shown.map((key) => ({ key, stretches: stretchesOf(key, now) }))
  const begins = stretches.flatMap(({ stretches: all }) => all.map(({ from }) => from))
  const ends = stretches.flatMap(({ stretches: all }) => all.map(({ to }) => to).filter(Number.isFinite))
  const from = Math.min(now - hour, ...begins)
  const known = Math.max(now + hour, ...ends)
  // What has no end in sight runs off the edge.
  const to = known + (known - from) * 0.06
  const percent = (time: number) => ((Math.min(time, to) - from) / (to - from)) * 100
  return {
    ...{ from, to, now: percent(now) },
    bars: stretches.map(({ key, stretches: all }) => ({
      key,
      parts: all.map(({ kind, ...stretch }) => ({ kind, from: percent(stretch.from), width: percent(stretch.to) - percent(stretch.from) })),
    })),
  }
}

function stretchesOf(key: SigningKey, now: number): readonly { kind: PartKind; from: number; to: number }[] {
  const [created, activates] = [at(key.created_at), at(key.activates_at)]
  const end = key.withdrawn_at === null ? Infinity : at(key.withdrawn_at)
  const stops = key.retires_at ?? key.rotates_at
  const retires = stops === null ? Infinity : at(stops)
  const leaves = key.retires_at !== null && key.published_until !== null ? at(key.published_until) : retires
  return [
    { kind: 'published' as const, from: created, to: activates },
    { kind: 'signs' as const, from: activates, to: Math.min(retires, now) },
    { kind: 'will_sign' as const, from: Math.max(activates, now), to: retires },
    { kind: 'published' as const, from: retires, to: leaves },
  ]
    .map((stretch) => ({ ...stretch, to: Math.min(stretch.to, end) }))
    .filter(({ from, to }) => to > from)
}

const at = (time: string) => Date.parse(time)
