import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { type Answer, Serves } from '../http/serves.js'
import { deliveryPage } from './delivery-view.js'
import { noSuchReceiver } from './no-such-receiver.js'
import { receiverPage, receiverView } from './receiver-view.js'
import { Receivers } from './receivers.js'

/** The receivers of everybody, or of the caller's company, and what each was told. */
@Controller()
export class ReceiversController {
  constructor(private readonly receivers: Receivers) {}

  @Serves(routes.listReceivers)
  async list(
    { query }: RouteRequest<typeof routes.listReceivers>,
    { caller }: CallContext<typeof routes.listReceivers>,
  ): Promise<Answer<typeof routes.listReceivers>> {
    const { company_id: companyId, form, limit = 50, after } = query
    return { status: 200, body: receiverPage(await this.receivers.list({ reach: reachOf(caller), companyId, form, limit, after })) }
  }

  @Serves(routes.readReceiver)
  async read(
    { params }: RouteRequest<typeof routes.readReceiver>,
    { caller }: CallContext<typeof routes.readReceiver>,
  ): Promise<Answer<typeof routes.readReceiver>> {
    const receiver = await this.receivers.find(params.id, reachOf(caller))
    return receiver ? { status: 200, body: receiverView(receiver) } : noSuchReceiver()
  }

  @Serves(routes.listDeliveries)
  async deliveries(
    { params: { id }, query }: RouteRequest<typeof routes.listDeliveries>,
    { caller }: CallContext<typeof routes.listDeliveries>,
  ): Promise<Answer<typeof routes.listDeliveries>> {
    const { state, limit = 50, after } = query
    if (!(await this.receivers.find(id, reachOf(caller)))) return noSuchReceiver()
    return { status: 200, body: deliveryPage(await this.receivers.deliveries({ receiverId: id, state, limit, after })) }
  }
}
