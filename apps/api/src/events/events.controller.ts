import { Controller } from '@nestjs/common'
import { type LogEvent, type RouteRequest, routes } from '@tessera/contract'
import type { EventFilters } from '@tessera/persistence'
import { exported } from '../exports/exported.js'
import { whileAllowed } from '../exports/while-allowed.js'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { type Answer, Serves } from '../http/serves.js'
import { Standing } from '../revocation-feed/standing.js'
import { eventColumns, eventView } from './event-view.js'
import { Events } from './events.js'
import { eventFiltersOf } from './filters.js'

/** The event log of everybody, or of the caller's company. */
@Controller()
export class EventsController {
  constructor(
    private readonly events: Events,
    private readonly standing: Standing,
  ) {}

  @Serves(routes.listEvents)
  async list(
    { query }: RouteRequest<typeof routes.listEvents>,
    { caller }: CallContext<typeof routes.listEvents>,
  ): Promise<Answer<typeof routes.listEvents>> {
    const filters = eventFiltersOf(query, reachOf(caller))
    if (!filters) return { status: 200, body: { items: [], next: null, count: 0, count_capped: false } }
    const page = await this.events.list({ ...filters, limit: query.limit ?? 50, after: query.after })
    const next = page.next === null ? null : String(page.next)
    return { status: 200, body: { items: page.items.map(eventView), next, count: page.count, count_capped: page.countCapped } }
  }

  /** Logged before the first row: whoever takes the log away is in it. */
  @Serves(routes.exportEvents)
  async export(
    { query: { format, ...given } }: RouteRequest<typeof routes.exportEvents>,
    { caller, origin }: CallContext<typeof routes.exportEvents>,
  ): Promise<Answer<typeof routes.exportEvents>> {
    const companyId = caller.companyBound ? caller.companyId : null
    await this.events.log({ kind: 'events_exported', by: caller.userId, companyId, origin, details: { format, ...given } })
    const filters = eventFiltersOf(given, reachOf(caller))
    const allowed = whileAllowed(this.views(filters), () => this.standing.isUnchanged(caller))
    return { status: 200, body: exported(format, 'events', eventColumns, allowed) }
  }

  private async *views(filters: EventFilters | null): AsyncGenerator<readonly LogEvent[]> {
    if (filters) for await (const batch of this.events.every(filters)) yield batch.map(eventView)
  }
}
