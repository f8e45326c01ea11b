import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { SessionViews } from './session-views.js'
import { Sessions } from './sessions.js'

/** A user's own sessions. */
@Controller()
export class OwnSessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly views: SessionViews,
  ) {}

  @Serves(routes.mySessions)
  async list(
    { query }: RouteRequest<typeof routes.mySessions>,
    { caller }: CallContext<typeof routes.mySessions>,
  ): Promise<Answer<typeof routes.mySessions>> {
    const page = await this.sessions.list({
      reach: { userId: caller.userId },
      state: query.state,
      limit: query.limit ?? 50,
      after: query.after,
    })
    const { next, count, countCapped: count_capped } = page
    const items = page.items.map((session) => this.views.forOwner(session, caller.sessionId))
    return { status: 200, body: { items, next, count, count_capped } }
  }

  @Serves(routes.endMySession)
  async end(
    { params }: RouteRequest<typeof routes.endMySession>,
    { caller, origin }: CallContext<typeof routes.endMySession>,
  ): Promise<Answer<typeof routes.endMySession>> {
    const ended = await this.sessions.end(
      { id: params.id, reason: 'revoked_by_user', by: caller.userId, origin },
      { userId: caller.userId },
    )
    return ended ? { status: 204, body: undefined } : problem('not_found', 'You have no session of this id. Nothing was ended.')
  }

  @Serves(routes.endMyOtherSessions)
  async endOthers(
    _request: RouteRequest<typeof routes.endMyOtherSessions>,
    { caller, origin }: CallContext<typeof routes.endMyOtherSessions>,
  ): Promise<Answer<typeof routes.endMyOtherSessions>> {
    const { userId, sessionId } = caller
    const of = { scope: 'user', subject: userId } as const
    const { ended, capped } = await this.sessions.endAll({ of, reason: 'revoked_by_user', by: userId, except: sessionId, origin })
    return { status: 200, body: { ended, ended_capped: capped } }
  }
}
