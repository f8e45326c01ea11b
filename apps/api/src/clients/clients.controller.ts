import { Controller } from '@nestjs/common'
import { type FieldFault, type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { ChangeClient } from './change-client.js'
import { rulesIn } from './client-fields.js'
import { clientView } from './client-view.js'
import { Clients } from './clients.js'
import { CreateClient } from './create-client.js'
import { PreviewClient } from './preview-client.js'
import { RotateClientSecret } from './rotate-client-secret.js'

const defaultOverlap = 24 * 60 * 60

/** The applications that hold tokens, for administrators. They belong to no company: owners change them. */
@Controller()
export class ClientsController {
  constructor(
    private readonly clients: Clients,
    private readonly createClient: CreateClient,
    private readonly changeClient: ChangeClient,
    private readonly rotateClientSecret: RotateClientSecret,
    private readonly previewClient: PreviewClient,
  ) {}

  @Serves(routes.listClients)
  async list({ query }: RouteRequest<typeof routes.listClients>): Promise<Answer<typeof routes.listClients>> {
    const { items, next, count, countCapped: count_capped } = await this.clients.list({ limit: query.limit ?? 50, after: query.after })
    return { status: 200, body: { items: items.map(clientView), next, count, count_capped } }
  }

  @Serves(routes.readClient)
  async read({ params }: RouteRequest<typeof routes.readClient>): Promise<Answer<typeof routes.readClient>> {
    const client = await this.clients.read(params.id)
    return client ? { status: 200, body: clientView(client) } : noSuchClient('Nothing was changed.')
  }

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
      return { status: 201, body: { ...clientView(client), ...(secret !== null && { client_secret: secret }) } }
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
    if (changed.outcome === 'changed') return { status: 200, body: clientView(changed.client) }
    switch (changed.refusal) {
      case 'client_unknown':
        return noSuchClient('Nothing was changed.')
      case 'faulty':
        return faulty('changed', changed.faults)
    }
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

  @Serves(routes.rotateClientSecret)
  async rotateSecret(
    { params, body }: RouteRequest<typeof routes.rotateClientSecret>,
    { caller, origin, note }: CallContext<typeof routes.rotateClientSecret>,
  ): Promise<Answer<typeof routes.rotateClientSecret>> {
    note({ clientId: params.id })
    const rotated = await this.rotateClientSecret.rotate(params.id, body.overlap ?? defaultOverlap, caller, origin)
    if (rotated.outcome === 'rotated') return { status: 200, body: { ...clientView(rotated.client), client_secret: rotated.secret } }
    switch (rotated.refusal) {
      case 'client_unknown':
        return noSuchClient('Nothing was changed.')
      case 'client_public':
        return faulty('changed', [{ field: 'params.id', fault: 'must be of a confidential client: a public one has no secret' }])
    }
  }
}

function noSuchClient(outcome: string) {
  return problem('not_found', `There is no client of this id. ${outcome}`)
}

function faulty(what: 'created' | 'changed', faults: readonly FieldFault[]) {
  const [first] = faults
  return problem('validation_failed', `Nothing was ${what}: ${first?.field} ${first?.fault}.`, { fields: faults })
}
