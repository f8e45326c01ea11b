import 'server-only'
import { routes } from '@tessera/contract'
import { ask } from '../../../session/viewer'
import { companiesToChoose } from '../users/companies'
import type { Choices } from './choices'

/** As many clients and companies as one answer has. Where there is none, people can still type an id. */
export async function choicesToOffer(bound: boolean): Promise<Choices> {
  const [clients, companies] = await Promise.all([ask(routes.listClients, { query: { limit: 100 } }), bound ? null : companiesToChoose()])
  const known = clients.ok ? clients.body.items : []
  return { clients: known.map(({ client_id, name }) => ({ id: client_id, name })), companies }
}
