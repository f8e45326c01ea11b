import { randomUUID } from 'node:crypto'
import type { Database } from '../database.js'
import { Prisma } from '../generated/client.js'
import type { Origin, Role } from '../sessions/index.js'

/** An account, without its password's hash. */
export interface StoredUser {
  readonly id: string
  readonly email: string
  readonly name: string | null
  readonly roles: readonly Role[]
  readonly companyId: number
  readonly emailVerifiedAt: Date | null
  /** When the second factor was confirmed; null while logins need none. */
  readonly secondFactorAt: Date | null
  readonly createdAt: Date
}

/** What a login is checked against. */
export interface LoginCandidate extends StoredUser {
  /** Null when no password opens the account. */
  readonly passwordHash: string | null
  /** Whether it may log in at all. */
  readonly active: boolean
}

export interface NewUser {
  /** Lower case. */
  readonly email: string
  readonly passwordHash: string
  readonly name: string | null
  readonly roles: readonly Role[]
  readonly companyId: number
  readonly emailVerified: boolean
  /** Who creates it; null for the first owner. */
  readonly by: string | null
  readonly origin: Origin
}

const columns = {
  id: true,
  email: true,
  name: true,
  roles: true,
  companyId: true,
  emailVerifiedAt: true,
  secondFactorAt: true,
  createdAt: true,
} as const

const withPassword = { ...columns, passwordHash: true, disabledAt: true, deletedAt: true } as const

/** Held while the first owner is made, so that of many processes that start at once one makes it. */
const firstOwnerLock = 72_707_371

/** The accounts. Every change is logged in the same transaction. */
export type UserStore = ReturnType<typeof userStore>

export function userStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    /** The account that a login names; null when there is none. @param email lower case */
    findForLogin: (email: string): Promise<LoginCandidate | null> =>
      prisma.user.findUnique({ where: { email }, select: withPassword }).then(candidateOf),

    /** The same, of whoever is logged in already. */
    findWithPassword: (id: string): Promise<LoginCandidate | null> =>
      prisma.user.findUnique({ where: { id }, select: withPassword }).then(candidateOf),

    find: (id: string): Promise<StoredUser | null> => prisma.user.findUnique({ where: { id, deletedAt: null }, select: columns }),

    /** Creates an account and logs it. */
    create: (user: NewUser): Promise<StoredUser | 'email_taken' | 'company_unknown'> =>
      settled(prisma.$transaction((transaction) => insert(transaction, user))),

    hasOwner: async (): Promise<boolean> => (await prisma.user.count({ where: { roles: { has: 'owner' }, deletedAt: null } })) > 0,

    /** Creates an account unless an owner exists; null then. Any number of processes may try at once. */
    createFirstOwner: (make: () => Promise<NewUser>): Promise<StoredUser | 'email_taken' | 'company_unknown' | null> =>
      settled(
        prisma.$transaction(
          async (transaction) => {
            // Longer than the pool's own lock timeout: whoever holds the lock is hashing a password.
            await transaction.$executeRaw`SELECT set_config('lock_timeout', '3s', true)`
            await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${firstOwnerLock})`
            const owners = await transaction.user.count({ where: { roles: { has: 'owner' }, deletedAt: null } })
            return owners > 0 ? null : insert(transaction, await make())
          },
          { timeout: 10_000 },
        ),
      ),
  }
}

function candidateOf(
  found: (Omit<LoginCandidate, 'active'> & { disabledAt: Date | null; deletedAt: Date | null }) | null,
): LoginCandidate | null {
  if (!found) return null
  const { disabledAt, deletedAt, ...user } = found
  return { ...user, active: disabledAt === null && deletedAt === null }
}

async function insert(transaction: Prisma.TransactionClient, { emailVerified, by, origin, ...given }: NewUser): Promise<StoredUser> {
  const [clock] = await transaction.$queryRaw<[{ now: Date }]>`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`
  const at = clock.now
  const user = await transaction.user.create({
    data: { ...given, id: randomUUID(), roles: [...given.roles], emailVerifiedAt: emailVerified ? at : null, createdAt: at },
    select: columns,
  })
  const { ip, userAgent } = origin
  await transaction.event.create({ data: { at, kind: 'user_created', userId: user.id, companyId: user.companyId, by, ip, userAgent } })
  return user
}

async function settled<T>(creation: Promise<T>): Promise<T | 'email_taken' | 'company_unknown'> {
  try {
    return await creation
  } catch (fault) {
    if (fault instanceof Prisma.PrismaClientKnownRequestError && fault.code === 'P2002') return 'email_taken'
    if (fault instanceof Prisma.PrismaClientKnownRequestError && fault.code === 'P2003') return 'company_unknown'
    throw fault
  }
}
