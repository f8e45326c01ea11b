import type { FeedPage } from '@tessera/persistence'
import { concerns, eventOf, pageFor, revocationPage } from './page.js'

/** What one look at the feed has found, or that there was nothing: written out once for each reach, however many follow. */
export class News {
  private readonly events = new Map<number | null, Buffer>()

  constructor(readonly page: FeedPage) {}

  /** For whoever reads a company's revocations, or everybody's: the event of their stream. */
  eventFor(companyId: number | null): Buffer {
    let event = this.events.get(companyId)
    if (!event) this.events.set(companyId, (event = eventOf(revocationPage(pageFor(companyId, this.page)))))
    return event
  }

  concerns(companyId: number | null): boolean {
    return this.page.entries.some((entry) => concerns(companyId, entry))
  }
}
