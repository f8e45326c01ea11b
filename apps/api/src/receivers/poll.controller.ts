import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { type Answer, Serves } from '../http/serves.js'
import { noSuchReceiver } from './no-such-receiver.js'
import { PollReceiver } from './poll.js'

/** Receivers that ask by themselves (RFC 8936). */
@Controller()
export class PollController {
  constructor(private readonly pollReceiver: PollReceiver) {}

  @Serves(routes.pollReceiver)
  async poll(
    { params, body }: RouteRequest<typeof routes.pollReceiver>,
    { caller, signal }: CallContext<typeof routes.pollReceiver>,
  ): Promise<Answer<typeof routes.pollReceiver>> {
    const { maxEvents: atMost = 100, returnImmediately = false, ack = [], setErrs = {} } = body
    const polled = await this.pollReceiver.poll(params.id, { atMost, returnImmediately, ack, setErrs }, caller, signal)
    if (!polled) return noSuchReceiver('Nothing was acknowledged.')
    return { status: 200, body: { sets: { ...polled.sets }, moreAvailable: polled.moreAvailable } }
  }
}
