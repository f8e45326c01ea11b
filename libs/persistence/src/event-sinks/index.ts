import type { Seconds } from '@tessera/core'
import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { type HeldSink, holdSink, moveSink, releaseSink } from './hold.js'
import { readBehind, type SinkPosition } from './position.js'

export type { HeldSink } from './hold.js'
export type { SinkPage, SinkPosition } from './position.js'

/** How far each event sink has been told. */
export type EventSinkStore = ReturnType<typeof eventSinkStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function eventSinkStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    hold: (name: string, holder: string, seconds: Seconds) => holdSink(ground, name, holder, seconds),
    read: (position: SinkPosition, atMost: number) => readBehind(ground, position, atMost),
    move: (sink: Pick<HeldSink, 'name' | 'holder'>, to: SinkPosition, seconds: Seconds) => moveSink(ground, sink, to, seconds),
    release: (sink: Pick<HeldSink, 'name' | 'holder'>, alone: Seconds) => releaseSink(ground, sink, alone),
  }
}
