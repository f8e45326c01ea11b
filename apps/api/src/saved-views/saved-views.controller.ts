import { Controller } from '@nestjs/common'
import { type RouteRequest, routes, type SavedView, savedViewPages } from '@tessera/contract'
import { mostViews, type StoredView } from '@tessera/persistence'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { time } from '../http/time.js'
import { SavedViews } from './saved-views.js'

/** What somebody searches the lists for again and again: their own, whoever they are. */
@Controller()
export class SavedViewsController {
  constructor(private readonly savedViews: SavedViews) {}

  @Serves(routes.mySavedViews)
  async list(
    _request: RouteRequest<typeof routes.mySavedViews>,
    { caller }: CallContext<typeof routes.mySavedViews>,
  ): Promise<Answer<typeof routes.mySavedViews>> {
    const views = await this.savedViews.list(caller.userId)
    return { status: 200, body: { items: views.flatMap((view) => savedView(view) ?? []) } }
  }

  @Serves(routes.saveMyView)
  async save(
    { body }: RouteRequest<typeof routes.saveMyView>,
    { caller }: CallContext<typeof routes.saveMyView>,
  ): Promise<Answer<typeof routes.saveMyView>> {
    const stored = await this.savedViews.save({ userId: caller.userId, ...body })
    if (!stored) return problem('too_many_saved_views', `You have ${mostViews} saved views. Nothing was saved; forget one first.`)
    const { id, createdAt } = stored
    return { status: 201, body: { ...body, id, created_at: time(createdAt) } }
  }

  @Serves(routes.forgetMyView)
  async forget(
    { params }: RouteRequest<typeof routes.forgetMyView>,
    { caller }: CallContext<typeof routes.forgetMyView>,
  ): Promise<Answer<typeof routes.forgetMyView>> {
    if (await this.savedViews.forget(caller.userId, params.id)) return { status: 204, body: undefined }
    return problem('not_found', 'You have no saved view of this id. Nothing was forgotten.')
  }
}

/** A view as the wire has it; null for one of a list that only a later version has. */
function savedView({ id, page, name, query, createdAt }: StoredView): SavedView | null {
  const known = savedViewPages.find((listed) => listed === page)
  return known ? { id, page: known, name, query, created_at: time(createdAt) } : null
}
