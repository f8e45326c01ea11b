import type { EndReason, Watermark, WatermarkScope } from '@tessera/core'

/** A watermark as a JSON aggregate carries it. */
export interface WatermarkRow {
  readonly subject: string
  readonly at: string
  readonly reason: EndReason
  readonly by: string | null
  readonly except: string | null
}

/** `user` and an id, as the `subject` column has them: `user:<id>`. */
export function subjectOf({ scope, subject }: WatermarkScope): string {
  return scope === 'platform' ? scope : `${scope}:${subject}`
}

export function watermarkOf({ subject, at, ...rest }: WatermarkRow): Watermark {
  const colon = subject.indexOf(':')
  const scope =
    colon < 0
      ? { scope: 'platform' as const, subject: null }
      : { scope: subject.slice(0, colon) as 'user', subject: subject.slice(colon + 1) }
  return { ...scope, ...rest, at: Date.parse(at) }
}
