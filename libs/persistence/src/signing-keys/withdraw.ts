import type { Ground } from '../ground.js'
import type { Origin } from '../sessions/index.js'
import { clock } from '../sessions/sql.js'
import { inTurn } from './in-turn.js'
import { type ListedSigningKey, listedColumns, signs } from './stored-signing-key.js'

export interface SigningKeyWithdrawal {
  readonly kid: string
  readonly by: string
  readonly origin: Origin
}

export type WithdrawnSigningKey =
  | { readonly outcome: 'withdrawn'; readonly key: ListedSigningKey }
  | { readonly outcome: 'refused'; readonly refusal: 'key_unknown' | 'key_signs' }

const now = (offset: string) => `(SELECT ${clock(offset)} AS now) n`

const found = `SELECT ${listedColumns} FROM ${now('$2')}, signing_keys k WHERE k.kid = $1`

const another = `SELECT FROM ${now('$1')}, signing_keys k WHERE ${signs} LIMIT 1`

/** Where it waited to take over, the one that was to stop then goes on: nothing else would sign. */
const withdraw = `
  WITH gone AS (
    UPDATE signing_keys SET withdrawn_at = n.now FROM ${now('$2')} WHERE kid = $1 RETURNING kid, withdrawn_at, activates_at
  ), logged AS (
    INSERT INTO events (at, kind, by, ip, user_agent, details)
    SELECT g.withdrawn_at, 'signing_key_withdrawn', $3, $4, $5, jsonb_build_object('kid', g.kid) FROM gone g
  )
  UPDATE signing_keys k SET retired_at = NULL FROM gone g WHERE $6::boolean AND k.retired_at = g.activates_at AND k.withdrawn_at IS NULL`

/**
 * Takes a key out of JWKS for good, and logs it. One that was withdrawn before stays as it is.
 *
 * @throws ContentionFault when others were at it until the deadline; nothing was changed then
 */
export function withdrawSigningKey(ground: Ground, { kid, by, origin }: SigningKeyWithdrawal): Promise<WithdrawnSigningKey> {
  return inTurn(ground, async (transaction): Promise<WithdrawnSigningKey> => {
    const find = async () => (await transaction.query<ListedSigningKey>(found, [kid, ground.clockOffset()])).rows[0]
    const key = await find()
    if (!key) return { outcome: 'refused', refusal: 'key_unknown' }
    if (key.state === 'active') return { outcome: 'refused', refusal: 'key_signs' }
    if (key.state === 'withdrawn') return { outcome: 'withdrawn', key }
    // One waits alone where the database's clock was set back since it began.
    if (key.state === 'next' && (await transaction.query(another, [ground.clockOffset()])).rowCount === 0) {
      return { outcome: 'refused', refusal: 'key_signs' }
    }
    await transaction.query(withdraw, [kid, ground.clockOffset(), by, origin.ip, origin.userAgent, key.state === 'next'])
    return { outcome: 'withdrawn', key: (await find()) ?? key }
  })
}
