import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { lastDay, type Point, type Stretch } from '@tessera/persistence'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { type Answer, Serves } from '../http/serves.js'
import { time } from '../http/time.js'
import { NeedsAttention } from './attention.js'
import { StoredTallies } from './stored-tallies.js'

const stretches = {
  hour: { step: 60, points: 60, rows: 60 },
  day: lastDay,
  week: { step: 3600, points: 168, rows: 3600 },
} as const satisfies Record<string, Stretch>

/** Figures over a while, and what needs attention: of the platform, or of the caller's company. */
@Controller()
export class OverviewController {
  constructor(
    private readonly stored: StoredTallies,
    private readonly attention: NeedsAttention,
  ) {}

  @Serves(routes.overview)
  async overview(
    { query: { span = 'hour' } }: RouteRequest<typeof routes.overview>,
    { caller }: CallContext<typeof routes.overview>,
  ): Promise<Answer<typeof routes.overview>> {
    const stretch = stretches[span]
    const [{ asOf, live, points, ended }, attention] = await Promise.all([
      this.stored.read(stretch, reachOf(caller).companyId),
      this.attention.list(caller),
    ])
    const total = (of: (point: Point) => number | null) => points.reduce((sum, point) => sum + (of(point) ?? 0), 0)
    return {
      status: 200,
      body: {
        ...{ span, as_of: time(asOf), step: stretch.step, attention, ended: [...ended] },
        live: live && { count: live.count, estimated: live.estimated, as_of: time(live.asOf) },
        points: points.map(({ at, failedLogins, reuseDetected, ...point }) => ({
          ...{ at: time(at), ...point, failed_logins: failedLogins, reuse_detected: reuseDetected },
        })),
        totals: {
          logins: total(({ logins }) => logins),
          failed_logins: total(({ failedLogins }) => failedLogins),
          refreshes: total(({ refreshes }) => refreshes),
          ended: total((point) => point.ended),
          reuse_detected: total(({ reuseDetected }) => reuseDetected),
        },
      },
    }
  }
}
