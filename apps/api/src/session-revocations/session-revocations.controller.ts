import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { time } from '../http/time.js'
import { Limits } from '../limits/limits.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { SessionViews } from '../sessions/session-views.js'
import { CreateRevocation } from './create.js'
import { PreviewRevocation } from './preview.js'
import { revocationActor } from './revocation-actor.js'
import { revocationView } from './revocation-view.js'
import { SessionRevocations } from './session-revocations.js'
import type { TargetRefusal } from './target.js'

/** Many sessions ended at once: looked at before, made, watched and stopped. */
@Controller()
export class SessionRevocationsController {
  constructor(
    private readonly revocations: SessionRevocations,
    private readonly previewRevocation: PreviewRevocation,
    private readonly createRevocation: CreateRevocation,
    private readonly views: SessionViews,
    private readonly limits: Limits,
  ) {}

  @Serves(routes.previewRevocation)
  async preview(
    { body }: RouteRequest<typeof routes.previewRevocation>,
    { caller, origin }: CallContext<typeof routes.previewRevocation>,
  ): Promise<Answer<typeof routes.previewRevocation>> {
    const refused = await this.limits.spend('revoke_many', { account: caller.userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const forecast = await this.previewRevocation.preview(body, caller)
    if ('refusal' in forecast) return refusedTarget(forecast.refusal)
    const { count, countCapped: count_capped, asOf, users, clients, companies, sample, current, own } = forecast
    return {
      status: 200,
      body: {
        ...{ count, count_capped, as_of: time(asOf), users, clients: [...clients], companies: [...companies], current, own },
        sample: sample.map((session) => this.views.forAdmin(session, caller.sessionId)),
      },
    }
  }

  @Serves(routes.createRevocation)
  async create(
    { body }: RouteRequest<typeof routes.createRevocation>,
    { caller, origin, signal }: CallContext<typeof routes.createRevocation>,
  ): Promise<Answer<typeof routes.createRevocation>> {
    const refused = await this.limits.spend('revoke_many', { account: caller.userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const creation = await this.createRevocation.create(body, caller, origin, signal)
    if (creation.outcome === 'created') return { status: 201, body: revocationView(creation.revocation) }
    switch (creation.refusal) {
      case 'count_changed':
        return problem(
          'count_changed',
          `${creation.count} ${creation.count === 1 ? 'session matches' : 'sessions match'} now. Nothing was ended; look at a new preview.`,
        )
      case 'too_many_sessions':
        return problem(
          'too_many_sessions',
          'More sessions match than can be ended one by one, or finding them takes too long. Nothing was ended; narrow the filter, or end everything of a scope.',
        )
      default:
        return refusedTarget(creation.refusal)
    }
  }

  @Serves(routes.listRevocations)
  async list(
    { query }: RouteRequest<typeof routes.listRevocations>,
    { caller }: CallContext<typeof routes.listRevocations>,
  ): Promise<Answer<typeof routes.listRevocations>> {
    const companyId = caller.companyBound ? caller.companyId : null
    const { items, next, count, countCapped } = await this.revocations.list({ companyId, limit: query.limit ?? 50, after: query.after })
    return { status: 200, body: { items: items.map(revocationView), next, count, count_capped: countCapped } }
  }

  @Serves(routes.readRevocation)
  async read(
    { params }: RouteRequest<typeof routes.readRevocation>,
    { caller }: CallContext<typeof routes.readRevocation>,
  ): Promise<Answer<typeof routes.readRevocation>> {
    const found = await this.revocations.find(params.id, caller.companyBound ? caller.companyId : null)
    return found ? { status: 200, body: revocationView(found) } : noSuchRevocation()
  }

  @Serves(routes.stopRevocation)
  async stop(
    { params }: RouteRequest<typeof routes.stopRevocation>,
    { caller, origin }: CallContext<typeof routes.stopRevocation>,
  ): Promise<Answer<typeof routes.stopRevocation>> {
    const found = await this.revocations.stop(params.id, revocationActor(caller, origin))
    return found ? { status: 200, body: revocationView(found) } : noSuchRevocation()
  }
}

/** One of another company answers like one that was never there. */
function noSuchRevocation() {
  return problem('not_found', 'There is no revocation of this id. Nothing was changed.')
}

function refusedTarget(refusal: TargetRefusal) {
  if (refusal === 'owner_only')
    return problem('forbidden', 'Only an owner may end everything of a client or of the platform. Nothing was ended.')
  return problem('not_found', `There is no ${refusal.replace('_unknown', '')} of this id. Nothing was ended.`)
}
