import { Controller } from '@nestjs/common'
import { type AdminSession, type AdminSessionDetail, type RouteRequest, routes } from '@tessera/contract'
import type { SessionFilters } from '@tessera/persistence'
import { Events } from '../events/events.js'
import { exported } from '../exports/exported.js'
import { whileAllowed } from '../exports/while-allowed.js'
import type { CallContext } from '../http/call-context.js'
import { type Caller, reachOf } from '../http/caller.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { Standing } from '../revocation-feed/standing.js'
import { filtersOf } from './filters.js'
import { sessionColumns } from './session-columns.js'
import { SessionViews } from './session-views.js'
import { Sessions } from './sessions.js'

/** The sessions of everybody, or of the caller's company, for administrators. */
@Controller()
export class AdminSessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly views: SessionViews,
    private readonly events: Events,
    private readonly standing: Standing,
  ) {}

  @Serves(routes.listSessions)
  async list(
    { query }: RouteRequest<typeof routes.listSessions>,
    { caller }: CallContext<typeof routes.listSessions>,
  ): Promise<Answer<typeof routes.listSessions>> {
    const page = await this.sessions.list({ ...filtersOf(query, reachOf(caller)), limit: query.limit ?? 50, after: query.after })
    const { next, count, countCapped: count_capped } = page
    const items = page.items.map((session) => this.views.forAdmin(session, caller.sessionId))
    return { status: 200, body: { items, next, count, count_capped } }
  }

  /** Logged before the first row: whoever takes the list away is in the log. */
  @Serves(routes.exportSessions)
  async export(
    { query: { format, ...given } }: RouteRequest<typeof routes.exportSessions>,
    { caller, origin }: CallContext<typeof routes.exportSessions>,
  ): Promise<Answer<typeof routes.exportSessions>> {
    const companyId = caller.companyBound ? caller.companyId : null
    await this.events.log({ kind: 'sessions_exported', by: caller.userId, companyId, origin, details: { format, ...given } })
    const batches = this.everySession(filtersOf(given, reachOf(caller)), caller.sessionId)
    const allowed = whileAllowed(batches, () => this.standing.isUnchanged(caller))
    return { status: 200, body: exported(format, 'sessions', sessionColumns, allowed) }
  }

  @Serves(routes.readSession)
  async read(
    { params }: RouteRequest<typeof routes.readSession>,
    { caller }: CallContext<typeof routes.readSession>,
  ): Promise<Answer<typeof routes.readSession>> {
    const found = await this.detail(params.id, caller)
    return found ? { status: 200, body: found } : noSuchSession('Nothing was changed.')
  }

  @Serves(routes.revokeSession)
  async revoke(
    { params, body }: RouteRequest<typeof routes.revokeSession>,
    { caller, origin }: CallContext<typeof routes.revokeSession>,
  ): Promise<Answer<typeof routes.revokeSession>> {
    const ended = await this.sessions.end(
      {
        id: params.id,
        reason: 'revoked_by_admin',
        by: caller.userId,
        origin,
        note: body.reason,
        apiKeyId: caller.apiKeyId ?? undefined,
      },
      reachOf(caller),
    )
    const found = ended && (await this.detail(params.id, caller))
    return found ? { status: 200, body: found } : noSuchSession('Nothing was ended.')
  }

  private async *everySession(filters: SessionFilters, currentId: string | null): AsyncGenerator<readonly AdminSession[]> {
    for await (const { rows } of this.sessions.every(filters)) yield rows.map((session) => this.views.forAdmin(session, currentId))
  }

  private async detail(id: string, caller: Caller): Promise<AdminSessionDetail | null> {
    const session = await this.sessions.find(id, reachOf(caller))
    if (!session) return null
    const { generation, branch, issuedBranch: issued_branch, reusePolicy: reuse_policy } = session
    const events = (await this.sessions.history(id, reachOf(caller))).map((event) => this.views.event(event))
    return { ...this.views.forAdmin(session, caller.sessionId), generation, branch, issued_branch, reuse_policy, events }
  }
}

/** A session of another company answers like one that was never there. */
function noSuchSession(outcome: string) {
  return problem('not_found', `There is no session of this id. ${outcome}`)
}
