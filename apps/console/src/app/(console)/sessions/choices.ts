import type { Client } from '@tessera/contract'
import type { Companies } from '../users/companies'

/** What the filters can offer by name. There may be more of each than these. */
export interface Choices {
  readonly clients: readonly { readonly id: Client['client_id']; readonly name: string }[]
  /** Null for readers who see one company alone. */
  readonly companies: Companies | null
}
