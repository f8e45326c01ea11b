import type { Instant } from '@tessera/core'
import { untilSettled } from '../contention.js'
import type { Database } from '../database.js'
import { clock } from '../sessions/sql.js'
import { inTransaction } from '../transaction.js'
import { uuidv7 } from '../uuidv7.js'

/** A search that its owner gave a name. */
export interface StoredView {
  readonly id: string
  /** Which list it is a view of. */
  readonly page: string
  readonly name: string
  readonly query: string
  readonly createdAt: Instant
}

export interface NewView {
  readonly userId: string
  readonly page: string
  readonly name: string
  readonly query: string
}

/** Views that one user may have. */
export const mostViews = 50

const columns = `v.id, v.page, v.name, v.query, v.created_at AS "createdAt"`

/** Of those who save for one user at once, each waits here for the one before: a name has one view, and the count misses none. */
const lockUser = `SELECT FROM users u WHERE u.id = $1 AND u.deleted_at IS NULL FOR NO KEY UPDATE`

const replace = `UPDATE saved_views v SET query = $4 WHERE v.user_id = $1 AND v.page = $2 AND v.name = $3 RETURNING ${columns}`

const insert = `
  INSERT INTO saved_views AS v (id, user_id, page, name, query, created_at)
  SELECT ${uuidv7('n.now')}, $1, $2, $3, $4, n.now FROM (SELECT ${clock('0')} AS now) n
  WHERE (SELECT count(*) FROM saved_views WHERE user_id = $1) < ${mostViews}
  RETURNING ${columns}`

/** Views of lists, each its user's own. They go with the account. */
export type SavedViewStore = ReturnType<typeof savedViewStore>

export function savedViewStore({ pool }: Pick<Database, 'pool'>) {
  return {
    /** Those of a user, in the order of their names. */
    async list(userId: string): Promise<readonly StoredView[]> {
      const { rows } = await pool.query<StoredView>(
        `SELECT ${columns} FROM saved_views v WHERE v.user_id = $1 ORDER BY lower(v.name), v.name, v.id`,
        [userId],
      )
      return rows
    },

    /**
     * Saves a view under a name; one of that name on that page is replaced, and keeps its id.
     *
     * @returns null when the user has `mostViews` already, or is gone
     * @throws ContentionFault when others held the user's row until the deadline; nothing was saved then
     */
    save: ({ userId, page, name, query }: NewView): Promise<StoredView | null> =>
      untilSettled(() =>
        inTransaction(pool, async (transaction) => {
          if ((await transaction.query(lockUser, [userId])).rowCount === 0) return null
          for (const text of [replace, insert]) {
            const { rows } = await transaction.query<StoredView>(text, [userId, page, name, query])
            if (rows[0]) return rows[0]
          }
          return null
        }),
      ),

    /** @returns whether the user had it */
    async forget(userId: string, id: string): Promise<boolean> {
      const { rowCount } = await pool.query('DELETE FROM saved_views WHERE id = $1 AND user_id = $2', [id, userId])
      return rowCount === 1
    },
  }
}
