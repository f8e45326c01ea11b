import type { ReadDialect } from './environment.js'
import { freddy } from './freddy/routes.js'
import { genlogs } from './genlogs/routes.js'
import { readTalkstack } from './talkstack/settings.js'
import { readXerial } from './xerial/settings.js'

/** Every documented wire format, by its name. To add one: docs/guides/dialects.md. */
export const formats = {
  talkstack: readTalkstack,
  xerial: readXerial,
  freddy: () => freddy,
  genlogs: () => genlogs,
} as const satisfies Record<string, ReadDialect>

export type DialectName = keyof typeof formats

/** What settings and clients may name. */
export const knownDialects = Object.keys(formats) as readonly DialectName[]

/** The formats whose documented clients may keep presenting one token: no client that uses one of them may be `strict`. */
export const dialectsWithoutRotation: readonly DialectName[] = knownDialects.filter((name) => formats[name]({}, []).clientsNeedNotRotate)
