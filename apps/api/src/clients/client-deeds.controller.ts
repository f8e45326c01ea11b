import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { faulty } from '../http/faulty.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { ChangeClient } from './change-client.js'
import { rulesIn } from './client-fields.js'
import { ClientViews } from './client-view.js'
import { CreateClient } from './create-client.js'
import { noSuchClient } from './no-such-client.js'
import { RotateClientSecret } from './rotate-client-secret.js'

const defaultOverlap = 24 * 60 * 60

/** What owners do to the applications that hold tokens. */
@Controller()
export class ClientDeedsController {
  constructor(
    private readonly createClient: CreateClient,
    private readonly changeClient: ChangeClient,
    private readonly rotateClientSecret: RotateClientSecret,
    private readonly views: ClientViews,
  ) {}

  @Serves(routes.createClient)
  async create(
    { body }: RouteRequest<typeof routes.createClient>,
    { caller, origin, note }: CallContext<typeof routes.createClient>,
  ): Promise<Answer<typeof routes.createClient>> {
    const { client_id: id = null, confidential = false, name, ...rules } = body
    const creation = await this.createClient.create({ id, confidential, rules: { ...rulesIn(rules), name } }, caller, origin)
    if (creation.outcome === 'created') {
      const { client, secret } = creation
      note({ clientId: client.id })
      return { status: 201, body: { ...this.views.of(client), ...(secret !== null && { client_secret: secret }) } }
    }
    switch (creation.refusal) {
      case 'client_id_taken':
        return problem('client_id_taken', 'A client with this id exists already. Nothing was created.')
      case 'faulty':
        return faulty('created', creation.faults)
    }
  }

  @Serves(routes.updateClient)
  async update(
    { params, body }: RouteRequest<typeof routes.updateClient>,
    { caller, origin, note }: CallContext<typeof routes.updateClient>,
  ): Promise<Answer<typeof routes.updateClient>> {
    note({ clientId: params.id })
    const changed = await this.changeClient.change(params.id, rulesIn(body), caller, origin)
    if (changed.outcome === 'changed') return { status: 200, body: this.views.of(changed.client) }
    switch (changed.refusal) {
      case 'client_unknown':
        return noSuchClient('Nothing was changed.')
      case 'faulty':
        return faulty('changed', changed.faults)
    }
  }

  @Serves(routes.rotateClientSecret)
  async rotateSecret(
    { params, body }: RouteRequest<typeof routes.rotateClientSecret>,
    { caller, origin, note }: CallContext<typeof routes.rotateClientSecret>,
  ): Promise<Answer<typeof routes.rotateClientSecret>> {
    note({ clientId: params.id })
    const rotated = await this.rotateClientSecret.rotate(params.id, body.overlap ?? defaultOverlap, caller, origin)
    if (rotated.outcome === 'rotated') return { status: 200, body: { ...this.views.of(rotated.client), client_secret: rotated.secret } }
    switch (rotated.refusal) {
      case 'client_unknown':
        return noSuchClient('Nothing was changed.')
      case 'client_public':
        return faulty('changed', [{ field: 'params.id', fault: 'must be of a confidential client: a public one has no secret' }])
    }
  }
}
