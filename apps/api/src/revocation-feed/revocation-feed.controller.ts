import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { type Answer, Serves } from '../http/serves.js'
import { problem } from '../http/problem-answer.js'
import { feedReachOf } from './feed-reach.js'
import { FollowRevocations } from './follow.js'
import { revocationPage } from './page.js'
import { ReadRevocations } from './read.js'

/** What was revoked, for those who follow it. */
@Controller()
export class RevocationFeedController {
  constructor(
    private readonly readRevocations: ReadRevocations,
    private readonly followRevocations: FollowRevocations,
  ) {}

  @Serves(routes.readRevocations)
  async read(
    { query }: RouteRequest<typeof routes.readRevocations>,
    { caller, signal }: CallContext<typeof routes.readRevocations>,
  ): Promise<Answer<typeof routes.readRevocations>> {
    const { after = null, limit = 1000, wait = 0 } = query
    const page = await this.readRevocations.read({ companyId: feedReachOf(caller), after, limit }, { wait, signal })
    return { status: 200, body: revocationPage(page) }
  }

  @Serves(routes.followRevocations)
  async follow(
    { query }: RouteRequest<typeof routes.followRevocations>,
    { caller, lastEventId }: CallContext<typeof routes.followRevocations>,
  ): Promise<Answer<typeof routes.followRevocations>> {
    // A browser that connects again does so at the same address: the header is newer.
    const pieces = await this.followRevocations.follow(caller, lastEventId ?? query.after ?? null)
    if (pieces === 'too_many_streams') {
      const detail = 'This API key or session follows as many streams as it may already. Close one first.'
      return problem('too_many_requests', detail, { headers: { 'retry-after': '15' } })
    }
    return { status: 200, body: { type: 'text/event-stream', pieces } }
  }
}
