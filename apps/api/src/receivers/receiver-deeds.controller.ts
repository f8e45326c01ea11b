import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { mostReceivers } from '@tessera/persistence'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { faulty } from '../http/faulty.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { ChangeReceiver } from './change.js'
import { CreateReceiver } from './create.js'
import { noSuchReceiver } from './no-such-receiver.js'
import { receiverView } from './receiver-view.js'
import { Receivers } from './receivers.js'
import { RotateReceiverSecret } from './rotate-secret.js'

const defaultFormerLives = 24 * 60 * 60

/** What administrators do to receivers. */
@Controller()
export class ReceiverDeedsController {
  constructor(
    private readonly receivers: Receivers,
    private readonly createReceiver: CreateReceiver,
    private readonly changeReceiver: ChangeReceiver,
    private readonly rotateReceiverSecret: RotateReceiverSecret,
  ) {}

  @Serves(routes.createReceiver)
  async create(
    { body }: RouteRequest<typeof routes.createReceiver>,
    { caller, origin }: CallContext<typeof routes.createReceiver>,
  ): Promise<Answer<typeof routes.createReceiver>> {
    const { company_id: companyId, ...wanted } = body
    const made = await this.createReceiver.create({ ...wanted, companyId }, caller, origin)
    if (made.outcome === 'made') return { status: 201, body: { ...receiverView(made.receiver), secret: made.secret } }
    switch (made.refusal) {
      case 'not_everybodys':
        return problem('forbidden', 'Only an owner may register a receiver of everybody’s events. Nothing was registered.')
      case 'company_unknown':
        return problem('not_found', 'There is no company of this id. Nothing was registered.')
      case 'too_many_receivers':
        return problem('too_many_receivers', `There are ${mostReceivers} receivers already. Nothing was registered; remove one first.`)
      case 'faulty':
        return faulty('registered', made.faults)
    }
  }

  @Serves(routes.updateReceiver)
  async update(
    { params, body }: RouteRequest<typeof routes.updateReceiver>,
    { caller, origin }: CallContext<typeof routes.updateReceiver>,
  ): Promise<Answer<typeof routes.updateReceiver>> {
    const changed = await this.changeReceiver.change(params.id, body, caller, origin)
    if (changed.outcome === 'changed') return { status: 200, body: receiverView(changed.receiver) }
    return changed.refusal === 'faulty' ? faulty('changed', changed.faults) : noSuchReceiver()
  }

  @Serves(routes.removeReceiver)
  async remove(
    { params }: RouteRequest<typeof routes.removeReceiver>,
    { caller, origin }: CallContext<typeof routes.removeReceiver>,
  ): Promise<Answer<typeof routes.removeReceiver>> {
    const isRemoved = await this.receivers.remove(params.id, reachOf(caller), { by: caller.userId, origin })
    return isRemoved ? { status: 204, body: undefined } : noSuchReceiver('Nothing was removed.')
  }

  @Serves(routes.rotateReceiverSecret)
  async rotateSecret(
    { params, body }: RouteRequest<typeof routes.rotateReceiverSecret>,
    { caller, origin }: CallContext<typeof routes.rotateReceiverSecret>,
  ): Promise<Answer<typeof routes.rotateReceiverSecret>> {
    const rotated = await this.rotateReceiverSecret.rotate(params.id, body.former_lives ?? defaultFormerLives, caller, origin)
    if (rotated.outcome === 'rotated') return { status: 200, body: { ...receiverView(rotated.receiver), secret: rotated.secret } }
    if (rotated.refusal === 'receiver_unknown') return noSuchReceiver()
    return faulty('changed', [
      { field: 'params.id', fault: 'must be of a webhook: others have no secret, their tokens are signed with our keys' },
    ])
  }
}
