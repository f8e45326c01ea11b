import type { Database } from '../database.js'
import type { Ground } from '../ground.js'
import { type FollowerReport, forgetFollower, listFollowers, reportFollowers } from './followers.js'
import { endOfFeed, type FeedQuery, readFeed } from './read.js'

export { decodeCursor, encodeCursor, type FeedCursor, type Mark } from './cursor.js'
export { concernsFor, type FeedEntry } from './entry.js'
export { type FollowerReport, mostFollowers, type StoredFollower, type StoredFollowers } from './followers.js'
export type { FeedPage, FeedQuery } from './read.js'

/** The verbs of the revocation feed: what the log has of revocations, so that a follower misses none; and who follows. */
export type RevocationFeedStore = ReturnType<typeof revocationFeedStore>

/** @param clockOffset milliseconds, for tests: moves the database's clock, which is the only one that counts */
export function revocationFeedStore({ pool }: Pick<Database, 'pool'>, clockOffset: () => number = () => 0) {
  const ground: Ground = { pool, clockOffset }
  return {
    read: (query: FeedQuery) => readFeed(ground, query),
    end: () => endOfFeed(ground),
    report: (reports: readonly FollowerReport[]) => reportFollowers(ground, reports),
    forget: (follower: Pick<FollowerReport, 'apiKeyId' | 'name'>) => forgetFollower(ground, follower),
    followers: (companyId: number | null) => listFollowers(ground, companyId),
  }
}
