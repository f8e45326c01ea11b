import type { Client } from '@tessera/contract'
import type { ClientDetail } from '@tessera/persistence'
import { time } from '../http/time.js'
import { fieldsOf } from './client-fields.js'

/** A client as the wire has it; of its secrets, when they were made and until when they work. */
export function clientView(client: ClientDetail): Client {
  return {
    client_id: client.id,
    confidential: client.confidential,
    ...fieldsOf(client),
    disabled: client.disabledAt !== null,
    created_at: time(client.createdAt),
    secrets: client.secrets.map(({ createdAt, expiresAt }) => ({
      created_at: time(createdAt),
      expires_at: expiresAt === null ? null : time(expiresAt),
    })),
  }
}
