import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { type Answer, Serves } from '../http/serves.js'
import { ClientViews } from './client-view.js'
import { Clients } from './clients.js'
import { noSuchClient } from './no-such-client.js'
import { PreviewClient } from './preview-client.js'

/** The applications that hold tokens, as every administrator sees them: they belong to no company. */
@Controller()
export class ClientsController {
  constructor(
    private readonly clients: Clients,
    private readonly previewClient: PreviewClient,
    private readonly views: ClientViews,
  ) {}

  @Serves(routes.listClients)
  async list({ query }: RouteRequest<typeof routes.listClients>): Promise<Answer<typeof routes.listClients>> {
    const { items, next, count, countCapped: count_capped } = await this.clients.list({ limit: query.limit ?? 50, after: query.after })
    return { status: 200, body: { items: items.map(this.views.of), next, count, count_capped } }
  }

  @Serves(routes.readClient)
  async read({ params }: RouteRequest<typeof routes.readClient>): Promise<Answer<typeof routes.readClient>> {
    const client = await this.clients.read(params.id)
    return client ? { status: 200, body: this.views.of(client) } : noSuchClient('Nothing was changed.')
  }

  @Serves(routes.previewClient)
  async preview(
    { params, body }: RouteRequest<typeof routes.previewClient>,
    { caller, note }: CallContext<typeof routes.previewClient>,
  ): Promise<Answer<typeof routes.previewClient>> {
    note({ clientId: params.id })
    const previewed = await this.previewClient.preview(params.id, body, caller)
    if (!previewed) return noSuchClient('Nothing was changed.')
    const { live, idleNow: idle_now, outlivedNow: outlived_now, complete } = previewed
    return { status: 200, body: { live, idle_now, outlived_now, complete } }
  }
}
