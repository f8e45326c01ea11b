import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import {
  applyMigrations,
  type Database,
  isOneDatabase,
  openDatabase,
  settingsLackingIn,
  signingKeyStore,
  userStore,
} from '@tessera/persistence'
import type { Logger } from 'pino'
import { AppModule } from './app.module.js'
import { CannotStart } from './cannot-start.js'
import { DatabaseClock } from './clock/database-clock.js'
import type { Configuration } from './configuration.js'
import { type Extensions, type ExtensionTools, extensions as ours } from './extensions.js'
import { createServer } from './http/server.js'
import { faultsOfPassword, Passwords } from './passwords/passwords.js'
import { SigningKeys } from './signing-keys/signing-keys.js'
import { MintingKeys } from './tokens/minting-keys.js'
import { createFirstOwner, type FirstOwner } from './users/first-owner.js'

/** A process that serves. */
export interface Running {
  /** Where it listens, which `API_PORT=0` leaves to the system. */
  readonly url: string
  /** Drains: takes no new connections, finishes what is under way, then closes the database's. */
  close(): Promise<void>
}

/**
 * Starts the API: migrations, signing keys, server.
 *
 * @param extensions what the team adds
 * @throws CannotStart, with a sentence that says what to change
 */
export async function bootstrap(
  configuration: Configuration,
  log: Logger,
  extensions: (tools: ExtensionTools) => Extensions = ours,
): Promise<Running> {
  const { databaseUrl, databaseDirectUrl, databasePoolSize, rotationDurability, masterSecret, mintingKeys, host, port } = configuration
  requireGoodPassword(configuration)
  await requireOneDatabase(configuration)
  const applied = await migrated(configuration, log)
  if (applied.length > 0) log.info({ applied }, 'migrations applied')
  const database = openDatabase({
    url: databaseUrl,
    poolSize: databasePoolSize,
    directUrl: databaseDirectUrl,
    relaxedRotations: rotationDurability === 'relaxed',
    onIdleFault: (fault) => log.warn({ err: fault }, 'a database connection broke'),
  })
  try {
    await requireSettings(database)
    const signingKeys = await SigningKeys.open(signingKeyStore(database), masterSecret, log)
    const clock = await DatabaseClock.open(database)
    const passwords = Passwords.of(configuration.processes, configuration.passwordHashCost)
    greeted(await createFirstOwner(userStore(database), passwords, configuration), log)
    const opened = { configuration, database, clock, signingKeys, passwords, log, extensions: extensions({ database, log }) }
    const server = await createServer(await AppModule.with(opened), configuration, log)
    const url = await listening(server, host, port)
    log.info({ url, mintingKeyIds: new MintingKeys(mintingKeys, masterSecret).loadedIds }, 'serving')
    return { url, close: () => closed(server, database) }
  } catch (fault) {
    await database.close()
    throw fault
  }
}

function requireGoodPassword({ firstOwner }: Configuration): void {
  const faults = firstOwner ? faultsOfPassword(firstOwner.password, firstOwner.email) : []
  if (faults.length > 0) throw new CannotStart(`ADMIN_PASSWORD ${faults.join(', and ')}.`)
}

/** Before anything is made in a database that serves nobody. Who does not answer is named by what asks next. */
async function requireOneDatabase({ databaseUrl, databaseDirectUrl }: Configuration): Promise<void> {
  if (databaseDirectUrl === null || (await isOneDatabase(databaseUrl, databaseDirectUrl).catch(() => true))) return
  throw new CannotStart(
    'DATABASE_DIRECT_URL leads to another database than DATABASE_URL: both have to end at the same one, under whatever name a pooler has for it.',
  )
}

/** A pooler may refuse what a connection asks for as it begins, or leave it out; and what is asked for later it lends to others with the connection. */
async function requireSettings(database: Database): Promise<void> {
  const lacking = await settingsLackingIn(database).catch((fault: unknown) => {
    throw new CannotStart(`DATABASE_URL: the database cannot be asked. ${messageOf(fault)}`, { cause: fault })
  })
  if (lacking.length === 0) return
  if (lacking.includes('synchronous_commit')) {
    throw new CannotStart(
      'ROTATION_DURABILITY=relaxed needs connections to PostgreSQL itself, and there is a pooler in between: set DATABASE_DIRECT_URL, or leave ROTATION_DURABILITY out.',
    )
  }
  throw new CannotStart(
    `DATABASE_URL is that of a pooler, or has parameters of its own, and its connections lack ${lacking.join(', ')}. docs/guides/processes.md has the lines that a pooler needs; what stands behind “?” in the address is for ALTER ROLE … SET.`,
  )
}

/** The one password that is ever shown: on a terminal, not in the log, and only when nobody chose one. */
function greeted(owner: FirstOwner, log: Logger): void {
  if (owner.outcome === 'not_given') log.warn('there is no owner yet: set ADMIN_EMAIL and ADMIN_PASSWORD to create the first')
  if (owner.outcome === 'email_taken') log.warn('there is no owner yet, and ADMIN_EMAIL is the address of a user who is none')
  if (owner.outcome === 'created') log.info({ email: owner.email }, 'first owner created')
  if (owner.outcome === 'created' && owner.password !== null) {
    process.stdout.write(`\nThe first owner: ${owner.email}\nPassword:        ${owner.password}\n(shown this once)\n\n`)
  }
}

async function migrated({ databaseUrl, databaseDirectUrl }: Configuration, log: Logger): Promise<readonly string[]> {
  try {
    return await applyMigrations(databaseDirectUrl ?? databaseUrl, undefined, (sentence) => log.warn(sentence))
  } catch (fault) {
    const setting = databaseDirectUrl === null ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL'
    throw new CannotStart(`${setting}: the database cannot be prepared. ${messageOf(fault)}`, { cause: fault })
  }
}

async function listening(server: NestFastifyApplication, host: string, port: number): Promise<string> {
  try {
    await server.listen(port, host)
    return await server.getUrl()
  } catch (fault) {
    await server.close()
    const { code } = fault as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new CannotStart(`Port ${port} is taken: stop what listens there, or set API_PORT to another port.`, { cause: fault })
    }
    if (code === 'EACCES') throw new CannotStart(`Port ${port} needs privileges: set API_PORT to 1024 or more.`, { cause: fault })
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new CannotStart(`API_HOST ${host} is no address of this machine.`, { cause: fault })
    }
    throw fault
  }
}

async function closed(server: NestFastifyApplication, database: Database): Promise<void> {
  await server.close()
  await database.close()
}

function messageOf(fault: unknown): string {
  if (fault instanceof AggregateError && fault.message === '') return fault.errors.map(messageOf).join('; ')
  return fault instanceof Error ? fault.message : String(fault)
}
