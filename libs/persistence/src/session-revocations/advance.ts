import type { Ground } from '../sessions/ground.js'
import { clock } from '../sessions/sql.js'
import { countEnded, endEverything, type InForce } from './end-everything.js'
import { endChunk } from './end-chunk.js'
import { withHeldRevocation } from './held.js'
import { forgetOrigin } from './stored-revocation.js'

const finished = `UPDATE session_revocations SET ended = $3, finished_at = ${clock('$2')}, ${forgetOrigin} WHERE id = $1 AND finished_at IS NULL`

/**
 * Does the next piece of a revocation whose time has come: a chunk of its set; or its watermark, and then the counting. Any number of
 * processes may do this at once, and any may die at it: no session is ended twice, and none forgotten.
 *
 * @returns whether there is more to do
 * @throws ContentionFault when rows stayed contended until the deadline; nothing was changed then, and it may be tried again
 */
export async function advanceRevocation(ground: Ground, id: string): Promise<'more' | 'over'> {
  const done = await withHeldRevocation(ground, id, async (transaction, held): Promise<'more' | 'over' | InForce> => {
    const { everything, watermarkAt, spared } = held
    if (everything === null) return endChunk(ground, transaction, id)
    if (watermarkAt !== null) return { scope: everything, at: watermarkAt, spared }
    await endEverything(ground, transaction, id, everything)
    return 'more'
  })
  if (typeof done === 'string') return done
  await ground.pool.query({ name: 'finish-revocation', text: finished, values: [id, ground.clockOffset(), await countEnded(ground, done)] })
  return 'over'
}
