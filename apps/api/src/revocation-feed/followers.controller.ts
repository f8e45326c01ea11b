import { Controller } from '@nestjs/common'
import { type Follower, type RouteRequest, routes } from '@tessera/contract'
import { decodeCursor, mostFollowers, type StoredFollower } from '@tessera/persistence'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { faulty } from '../http/faulty.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { time } from '../http/time.js'
import { feedReachOf } from './feed-reach.js'
import { ReportPosition } from './report-position.js'
import { RevocationFeed } from './revocation-feed.js'

/** Who follows the revocation feed: as they say it themselves, and for those who want to know how late a revocation is honoured. */
@Controller()
export class FollowersController {
  constructor(
    private readonly feed: RevocationFeed,
    private readonly reportPosition: ReportPosition,
  ) {}

  @Serves(routes.reportPosition)
  async report(
    { body }: RouteRequest<typeof routes.reportPosition>,
    { caller }: CallContext<typeof routes.reportPosition>,
  ): Promise<Answer<typeof routes.reportPosition>> {
    // Between two pages it is as far as it was before the first of them; in a snapshot it is nowhere yet.
    const since = decodeCursor(body.position)?.since
    if (!since) {
      const fault = 'must be a `next` of this feed, and not from the middle of a snapshot'
      return faulty('done', [{ field: 'body.position', fault }])
    }
    if (caller.apiKeyId === null) return problem('forbidden', 'A follower reports with its API key. Nothing was recorded.')
    const recorded = await this.reportPosition.report({
      ...{ apiKeyId: caller.apiKeyId, name: body.follower, companyId: feedReachOf(caller) },
      ...{ via: body.via, whenStale: body.when_stale, position: since.at },
    })
    if (recorded === 'recorded') return { status: 204, body: undefined }
    const detail = `${mostFollowers} followers have reported with this API key since yesterday: give each process a name that it keeps. Nothing was recorded.`
    return problem('too_many_requests', detail, { headers: { 'retry-after': '60' } })
  }

  @Serves(routes.leaveFeed)
  async leave(
    { body }: RouteRequest<typeof routes.leaveFeed>,
    { caller }: CallContext<typeof routes.leaveFeed>,
  ): Promise<Answer<typeof routes.leaveFeed>> {
    if (caller.apiKeyId !== null) await this.feed.forget({ apiKeyId: caller.apiKeyId, name: body.follower })
    return { status: 204, body: undefined }
  }

  @Serves(routes.listFollowers)
  async list(
    _: RouteRequest<typeof routes.listFollowers>,
    { caller }: CallContext<typeof routes.listFollowers>,
  ): Promise<Answer<typeof routes.listFollowers>> {
    const { at, items, count, silent, honouredByAll } = await this.feed.followers(reachOf(caller).companyId ?? null)
    const honoured_by_all = honouredByAll === null ? null : time(honouredByAll)
    return { status: 200, body: { as_of: time(at), items: items.map(followerView), count, silent, honoured_by_all } }
  }
}

function followerView({ name, apiKey, company, via, whenStale, position, reportedAt, silent }: StoredFollower): Follower {
  return {
    ...{ name, api_key: apiKey, company, via, when_stale: whenStale },
    ...{ position: time(position), reported_at: time(reportedAt), silent },
  }
}
