import { randomUUID } from 'node:crypto'
import { defaultPolicy, type Policy, type PresentedRefreshToken, type Session, successorOf } from '@tessera/core'
import { type Database, openDatabase } from '../database.js'
import { applyMigrations } from '../migrate.js'
import {
  type LoginOrigin,
  type NewSession,
  type Origin,
  type Refreshed,
  sessionStore,
  type ShownAttempt,
  type Started,
} from '../sessions/index.js'
import { migratedDatabase } from './index.js'

export const origin: LoginOrigin = { ip: '192.0.2.7', userAgent: 'Mozilla/5.0 (test)', country: null, browser: null, system: null }

/** A refresh by nobody in particular: no client named, nothing proved. */
export const attemptWith = (token: PresentedRefreshToken, rest: Partial<ShownAttempt> = {}): ShownAttempt => ({
  token,
  clientId: null,
  clientSecretHash: null,
  dialect: null,
  apiKey: null,
  scope: null,
  dpop: null,
  accessTokenLifetime: null,
  ...rest,
})

type Login = Partial<Omit<NewSession, 'origin'>> & { readonly origin?: Partial<LoginOrigin> }

/** A migrated database of the test's own, with the session store over it and a clock that the test moves. */
export async function testStore(policy: Partial<Policy> = {}, options: { poolSize?: number; url?: string; relaxed?: boolean } = {}) {
  const own = options.url === undefined ? await migratedDatabase() : undefined
  const url = own?.url ?? options.url ?? ''
  if (!own) await applyMigrations(url)
  const database: Database = openDatabase({ url, poolSize: options.poolSize ?? 20, relaxedRotations: options.relaxed ?? false })
  const defaults: Policy = { ...defaultPolicy, ...policy }
  const clock = { offset: 0 }
  const store = sessionStore(database, defaults, () => clock.offset)

  const createUser = async (given: { email?: string; companyId?: number } = {}): Promise<string> => {
    const id = randomUUID()
    await database.pool.query(`INSERT INTO users (id, email, password_hash, company_id) VALUES ($1, $2, 'hash', $3)`, [
      id,
      given.email ?? `${id}@example.com`,
      given.companyId ?? 1,
    ])
    return id
  }
  const startAs = (userId: string, { origin: from = {}, ...rest }: Login = {}): Promise<Started | null> =>
    store.start({
      userId,
      passwordHash: 'hash',
      clientId: 'tessera',
      origin: { ...origin, ...from },
      deviceId: null,
      deviceName: null,
      deviceDigest: Buffer.alloc(32, 1),
      dpopThumbprint: null,
      clientSecretHash: null,
      dialect: null,
      apiKey: null,
      accessTokenLifetime: null,
      secondFactor: null,
      endsOldest: false,
      ...rest,
    })
  const start = async (rest: Login = {}): Promise<Session> => {
    const started = await startAs(rest.userId ?? (await createUser()), rest)
    if (!started) throw new Error('the session did not start')
    return started.session
  }
  return {
    url,
    database,
    pool: database.pool,
    defaults,
    store,
    createUser,
    startAs,
    start,
    /** Lets time pass for the store, in seconds. */
    pass: (seconds: number) => void (clock.offset += seconds * 1000),
    passed: () => clock.offset / 1000,
    refresh: (token: PresentedRefreshToken, from: Origin = origin) => store.refresh(attemptWith(token), from),
    close: async () => {
      await database.close()
      await own?.drop()
    },
  }
}

export type TestStore = Awaited<ReturnType<typeof testStore>>

/** The token that a refresh handed out; fails when it was refused. */
export function handedOut(refreshed: Refreshed): PresentedRefreshToken {
  if (refreshed.outcome === 'refused') throw new Error(`refused: ${refreshed.refusal}`)
  return successorOf(refreshed.session)
}
