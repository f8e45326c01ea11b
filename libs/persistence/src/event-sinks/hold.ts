import type { Seconds } from '@tessera/core'
import { placeColumns } from '../events/place.js'
import type { Ground } from '../ground.js'
import { clock } from '../sessions/sql.js'
import { oldColumn, type SinkPosition } from './position.js'

/** A sink that is this process's to tell, until it lets go or the hold runs out. */
export interface HeldSink {
  readonly name: string
  readonly holder: string
  readonly position: SinkPosition
  readonly failures: number
}

/** Longer than any hold, and than a sink that failed is let alone: one that ends later is from before the clock was set back. */
const longestHold = '2 minutes'

const holdText = `
  WITH n AS MATERIALIZED (SELECT ${clock('$1')} AS now, ${placeColumns}, ${oldColumn})
  INSERT INTO event_sinks AS s (name, position, holder, held_until)
  SELECT $2, jsonb_build_object('snapshot', n.snapshot, 'id', n.id, 'old', n.old, 'towards', NULL), $3, n.now + make_interval(secs => $4) FROM n
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
    WHERE s.holder = $3 OR s.held_until IS NULL OR s.held_until <= excluded.held_until - make_interval(secs => $4)
      OR s.held_until > excluded.held_until + interval '${longestHold}'
  RETURNING s.name, s.holder, s.position, s.failures`

/** Takes a sink in hand; null while another process has it, or it is let alone. Whoever has it may hold it on. One that nobody knew begins at the end of the log. */
export async function holdSink({ pool, clockOffset }: Ground, name: string, holder: string, hold: Seconds): Promise<HeldSink | null> {
  const { rows } = await pool.query<HeldSink>({ name: 'hold-event-sink', text: holdText, values: [clockOffset(), name, holder, hold] })
  return rows[0] ?? null
}

const moveText = `
  UPDATE event_sinks SET position = $4, failures = 0, held_until = ${clock('$1')} + make_interval(secs => $5)
  WHERE name = $2 AND holder = $3`

/** Everything in front of the position was taken; the hold begins anew. False when the sink is in another's hands by now. */
export async function moveSink(
  { pool, clockOffset }: Ground,
  { name, holder }: Pick<HeldSink, 'name' | 'holder'>,
  position: SinkPosition,
  hold: Seconds,
): Promise<boolean> {
  const values = [clockOffset(), name, holder, JSON.stringify(position), hold]
  return (await pool.query({ name: 'move-event-sink', text: moveText, values })).rowCount === 1
}

const releaseText = `
  UPDATE event_sinks SET holder = NULL, failures = CASE WHEN $4::float8 > 0 THEN failures + 1 ELSE failures END,
    held_until = CASE WHEN $4::float8 > 0 THEN ${clock('$1')} + make_interval(secs => $4) END
  WHERE name = $2 AND holder = $3`

/** Lets go of a sink. @param alone seconds for which nobody takes it in hand, because it has failed; 0: anybody may */
export async function releaseSink(
  { pool, clockOffset }: Ground,
  { name, holder }: Pick<HeldSink, 'name' | 'holder'>,
  alone: Seconds,
): Promise<void> {
  await pool.query({ name: 'release-event-sink', text: releaseText, values: [clockOffset(), name, holder, alone] })
}
