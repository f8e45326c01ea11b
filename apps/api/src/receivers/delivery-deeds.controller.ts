import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { Limits } from '../limits/limits.js'
import { tooManyRequests } from '../limits/too-many-attempts.js'
import { deliveryView } from './delivery-view.js'
import { noSuchReceiver } from './no-such-receiver.js'
import { Receivers } from './receivers.js'
import { TestReceiver } from './test.js'
import { DeliveryWorker } from './worker.js'

/** What administrators have sent. */
@Controller()
export class DeliveryDeedsController {
  constructor(
    private readonly receivers: Receivers,
    private readonly testReceiver: TestReceiver,
    private readonly worker: DeliveryWorker,
    private readonly limits: Limits,
  ) {}

  @Serves(routes.testReceiver)
  async test(
    { params }: RouteRequest<typeof routes.testReceiver>,
    { caller, origin }: CallContext<typeof routes.testReceiver>,
  ): Promise<Answer<typeof routes.testReceiver>> {
    const refused = await this.limits.spend('test_receiver', { account: caller.userId, ip: origin.ip })
    if (refused) return tooManyRequests(refused)
    const delivery = await this.testReceiver.test(params.id, caller, origin)
    if (!delivery) return noSuchReceiver('Nothing was sent.')
    this.worker.look()
    return { status: 200, body: deliveryView(delivery) }
  }

  @Serves(routes.redeliver)
  async redeliver(
    { params }: RouteRequest<typeof routes.redeliver>,
    { caller, origin }: CallContext<typeof routes.redeliver>,
  ): Promise<Answer<typeof routes.redeliver>> {
    const delivery = await this.receivers.redeliver(params.id, params.delivery, reachOf(caller), { by: caller.userId, origin })
    if (!delivery) return problem('not_found', 'There is no such delivery of a receiver of this id. Nothing was sent.')
    this.worker.look()
    return { status: 200, body: deliveryView(delivery) }
  }
}
