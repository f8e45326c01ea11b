import type { FeedPage, FeedQuery, RevocationFeedStore } from '@tessera/persistence'
import { eventOf, revocationPage } from './page.js'

/** Milliseconds for which whoever begins reads the same snapshot. */
const sharedFor = 1_000
const readAtOnce = 1_000

export interface SharedPage {
  readonly page: FeedPage
  readonly event: Buffer
}

/**
 * Snapshots of the feed, read and written out once for all who begin within a second: as after a restart, when everybody does. What they
 * have at its end is a little old, and they read on from there.
 */
export class Snapshots {
  private readonly pages = new Map<string, { readonly until: number; readonly page: Promise<SharedPage> }>()

  constructor(
    private readonly feed: Pick<RevocationFeedStore, 'read'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * @param epoch the one that is asked for: what was read in another one is not given
   * @param after null for the first page; a `next` of a page before, for the next
   */
  read(epoch: string | undefined, companyId: number | null, after: string | null): Promise<SharedPage> {
    const now = this.now()
    for (const [key, { until }] of this.pages) if (until <= now) this.pages.delete(key)
    const key = `${epoch} ${companyId} ${after}`
    const shared = this.pages.get(key)
    if (shared) return shared.page
    const page = this.written({ companyId, after, limit: readAtOnce })
    this.pages.set(key, { until: now + sharedFor, page })
    page.catch(() => this.pages.delete(key))
    return page
  }

  private async written(query: FeedQuery): Promise<SharedPage> {
    const page = await this.feed.read(query)
    return { page, event: eventOf(revocationPage(page)) }
  }
}
