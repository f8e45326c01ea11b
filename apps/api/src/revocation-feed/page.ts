import type { Revocation, RevocationPage } from '@tessera/contract'
import { concernsFor, encodeCursor, type FeedCursor, type FeedEntry, type FeedPage } from '@tessera/persistence'
import { time } from '../http/time.js'

/** A page as the wire has it. */
export function revocationPage({ entries, next, isEnd }: FeedPage): RevocationPage {
  const { epoch, companyId, since, towards } = next
  return {
    // Another reach is another feed: what was read in the one is not all of the other.
    epoch: `${epoch}-${companyId ?? 'all'}`,
    company_id: companyId,
    items: entries.map(revocation),
    next: encodeCursor(next),
    more: !isEnd,
    as_of: time((towards ?? since)?.at ?? 0),
  }
}

/** A page as an event of a stream (WHATWG HTML §9.2). */
export function eventOf(page: RevocationPage): Buffer {
  return Buffer.from(`event: revocations\nid: ${page.next}\ndata: ${JSON.stringify(page)}\n\n`)
}

/** Everybody's page, cut down to what concerns a company. */
export function pageFor(companyId: number | null, { entries, next, isEnd }: FeedPage): FeedPage {
  return { entries: entries.filter((entry) => concerns(companyId, entry)), next: placeFor(companyId, next), isEnd }
}

/** The same place, for a reader of another reach. Everything in front of it concerns them or does not. */
export function placeFor(companyId: number | null, cursor: FeedCursor): FeedCursor {
  return { ...cursor, companyId }
}

/** Whether a revocation can concern access tokens of a company; null: of any. */
export function concerns(companyId: number | null, { companies }: FeedEntry): boolean {
  return companyId === null || companies === null || companies.includes(companyId)
}

function revocation({ id, at, scope, subject, userId, except, reason }: FeedEntry): Revocation {
  return {
    ...{ id: String(id), at: time(at), scope, subject, user_id: userId, except_session_id: except, reason },
    forget_at: time(at + concernsFor * 1000),
  }
}
