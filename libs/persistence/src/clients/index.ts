import type { Database } from '../database.js'

/** The public client of logins that name none. */
export const builtInClient = 'tessera'

/** A client, as far as logging a user in needs it (RFC 6749 §2). */
export interface StoredClient {
  readonly id: string
  readonly name: string
  readonly confidential: boolean
  readonly disabledAt: Date | null
}

export type ClientStore = ReturnType<typeof clientStore>

export function clientStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    find: (id: string): Promise<StoredClient | null> =>
      prisma.client.findUnique({ where: { id }, select: { id: true, name: true, confidential: true, disabledAt: true } }),
  }
}
