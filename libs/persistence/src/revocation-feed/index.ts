import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { endOfFeed, type FeedQuery, readFeed } from './read.js'

export { decodeCursor, encodeCursor, type FeedCursor, type Mark } from './cursor.js'
export { concernsFor, type FeedEntry } from './entry.js'
export type { FeedPage, FeedQuery } from './read.js'

/** The verbs of the revocation feed: what the log has of revocations, in the order in which a follower can rely on it. */
export type RevocationFeedStore = ReturnType<typeof revocationFeedStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function revocationFeedStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    read: (query: FeedQuery) => readFeed(ground, query),
    end: () => endOfFeed(ground),
  }
}
