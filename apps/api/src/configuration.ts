// Long, because it is a table: every setting of the API, its default, and what is said when it is wrong.
import { createSecretKey, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { defaultPolicy, faultsOfPolicy, type Policy } from '@tessera/core'
import { type Dialect, readDialects, type SettingFault } from '@tessera/dialects'
import { faultOfAddress } from '@tessera/persistence/address'
import { z } from 'zod'
import { defaultCost, type HashCost, isTooCheap, readCost } from './passwords/cost.js'
import { type MintingKeySetting, mintingKeysIn } from './tokens/minting-keys-setting.js'
import { MintingKeys } from './tokens/minting-keys.js'

/** Everything that the environment decides, read once at the start and never again. A class, so that Nest can inject it by this name. */
export abstract class Configuration {
  abstract readonly environment: 'development' | 'production'
  abstract readonly databaseUrl: string
  /** The same database past a pooler that shares connections, for what needs one of its own. */
  abstract readonly databaseDirectUrl: string | null
  abstract readonly databasePoolSize: number
  /** Whether a refresh is answered once it is on the disk, or a moment before. Logins and revocations always wait for the disk. */
  abstract readonly rotationDurability: 'durable' | 'relaxed'
  /** Processes that serve on one port. */
  abstract readonly processes: number
  /** What `/metrics` asks for; null: it is there for this machine alone, in development. */
  abstract readonly metricsToken: string | null
  abstract readonly host: string
  abstract readonly port: number
  /** `API_URL` without a slash at its end: the `iss` of every access token. */
  abstract readonly issuer: string
  /** What the keys of signing-key encryption and of minting-key ids are derived from. */
  abstract readonly masterSecret: KeyObject
  abstract readonly mintingKeys: MintingKeySetting
  /** The first owner, when the operator chose one. */
  abstract readonly firstOwner: { readonly email: string; readonly password: string } | null
  abstract readonly corsOrigins: 'any' | readonly string[]
  /** Whose `X-Forwarded-For` is believed: addresses, networks, or `loopback`. */
  abstract readonly trustedProxies: readonly string[]
  abstract readonly rateLimits: boolean
  /** Networks that are not public, and on which receivers may be told all the same: addresses, networks, or `loopback`. */
  abstract readonly receiverNetworks: readonly string[]
  /** The Redis that shares rate limits between replicas; null: each process counts for itself. */
  abstract readonly redisUrl: string | null
  /** `CONSOLE_URL`: where the pages are that links in mails lead to. */
  abstract readonly consoleUrl: string
  abstract readonly mail: MailSettings
  abstract readonly accounts: AccountRules
  abstract readonly passwordHashCost: HashCost
  abstract readonly retention: Retention
  /** Seconds that a key signs access tokens before it is rotated by itself; 0: never. */
  abstract readonly signingKeyAge: number
  /** The platform's lifetimes and rules, for clients without their own. */
  abstract readonly policy: Policy
  /** The documented wire formats that are served. */
  abstract readonly dialects: readonly Dialect[]
}

/** How mail leaves: by SMTP, or as files in a folder. */
export interface MailSettings {
  /** Whether this process sends what waits, whoever queued it; false leaves it to others. */
  readonly sends: boolean
  /** Such as `smtps://user:password@mail.example.com`; null: `.eml` files in `outbox`. */
  readonly smtpUrl: string | null
  /** The folder of the files. */
  readonly outbox: string
  /** An address, or a name with an address in angle brackets. */
  readonly from: string
}

/** What the platform asks of accounts. */
export interface AccountRules {
  readonly signUp: 'open' | 'closed'
  /** Whether somebody may log in whose address nobody has verified. */
  readonly unverifiedLogin: 'refuse' | 'allow'
  /** Whether console roles work only for accounts with a second factor. */
  readonly secondFactor: 'required_for_roles' | 'optional'
}

/** How long things are kept when they are over, in seconds. */
export interface Retention {
  /** Sessions, from their end on. */
  readonly sessions: number
  /** The event log. */
  readonly events: number
  /** Mails and deliveries that were sent or given up, codes that were used or have expired, and tokens that nobody came to exchange. */
  readonly mails: number
}

const makeSecret = `node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`
const port = whole(0, 65_535)
const day = 86_400
/** A hundred years. */
const longestRetention = 36_500 * day
const policySettings = {
  accessTokenLifetime: 'ACCESS_TOKEN_LIFETIME',
  idleTimeout: 'IDLE_TIMEOUT',
  absoluteLifetime: 'ABSOLUTE_LIFETIME',
  retryWindow: 'RETRY_WINDOW',
  reusePolicy: 'REUSE_POLICY',
} as const satisfies Record<keyof Policy, string>

const Settings = z.object({
  TESSERA_ENV: oneOf('development', 'production').default('development'),
  DATABASE_URL: z
    .string(
      'is missing: the address of a PostgreSQL, such as postgresql://user:password@localhost:5432/tessera (`npm start` brings one by itself)',
    )
    .superRefine(isOfDatabase),
  DATABASE_DIRECT_URL: z.string().superRefine(isOfDatabase).optional(),
  DATABASE_POOL_SIZE: whole(1, 1000).default(10),
  ROTATION_DURABILITY: oneOf('durable', 'relaxed').default('durable'),
  WEB_CONCURRENCY: whole(1, 128).default(1),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, `must be at least 16 letters and digits, as a bearer token has them. Make one with: ${makeSecret}`)
    .optional(),
  API_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address to listen on, such as 127.0.0.1, or 0.0.0.0 for every network')
    .optional(),
  API_PORT: port.default(3333),
  API_URL: origin().optional(),
  TESSERA_SECRET: z
    .string(`is missing: it seals the signing keys and the authenticators, so keep it. Make one with: ${makeSecret}`)
    .regex(/^[\w-]{43,}$/, `must be base64url of at least 32 random bytes. Make one with: ${makeSecret}`)
    .transform((secret) => createSecretKey(Buffer.from(secret, 'base64url'))),
  MINTING_KEYS: z
    .string(`is missing: refresh tokens are minted with it. Make one with: ${makeSecret}`)
    .transform((text, context) => mintingKeysIn(text, Date.now(), (fault) => context.addIssue(`${fault} Make a key with: ${makeSecret}`))),
  ADMIN_EMAIL: z.string().trim().toLowerCase().pipe(z.email('must be an e-mail address')).optional(),
  ADMIN_PASSWORD: z.string().optional(),
  CORS_ORIGINS: list(
    (entry) => originOf(entry) === entry,
    'must be a comma-separated list of origins, such as https://app.example.com (no path, no slash at the end)',
  ).optional(),
  TRUSTED_PROXIES: list(
    isNetwork,
    'must be a comma-separated list of addresses or networks, such as 10.0.0.0/8, or loopback, or none',
  ).optional(),
  RATE_LIMITS: oneOf('on', 'off').default('on'),
  RECEIVER_NETWORKS: list(
    isNetwork,
    'must be a comma-separated list of addresses or networks, such as 10.20.0.0/16, or loopback, or none',
  ).optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must be the address of a Redis, such as redis://localhost:6379')
    .optional(),
  CONSOLE_URL: origin().optional(),
  DATA_DIR: z.string().default('.data'),
  OUTBOX: oneOf('on', 'off').default('on'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'must be the address of a mail server, such as smtps://user:password@mail.example.com')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'must be an address, such as Tessera <no-reply@example.com>')
    .optional(),
  SIGN_UP: oneOf('open', 'closed').default('open'),
  UNVERIFIED_LOGIN: oneOf('refuse', 'allow').default('refuse'),
  SECOND_FACTOR: oneOf('required_for_roles', 'optional').optional(),
  PASSWORD_HASH_COST: z
    .string()
    .transform(
      (text, context) =>
        readCost(text) ??
        (context.addIssue(
          'must be argon2id’s memory in KiB, passes and lanes, such as m=19456,t=2,p=1, with at most 256 MiB, 1 GiB of memory times passes and 16 lanes',
        ),
        z.NEVER),
    )
    .default(defaultCost),
  // Younger, and access tokens of a user would be out whose sessions, which say whom their end concerns, are gone.
  SESSION_RETENTION: whole(day, longestRetention).default(90 * day),
  EVENT_RETENTION: whole(day, longestRetention).default(400 * day),
  MAIL_RETENTION: whole(0, longestRetention).default(30 * day),
  // Younger, and JWKS would be full of keys that sign no more.
  SIGNING_KEY_AGE: whole(0, longestRetention)
    .refine((age) => age === 0 || age >= day, `must be 0, for never, or at least ${day}`)
    .default(90 * day),
  ACCESS_TOKEN_LIFETIME: seconds().default(defaultPolicy.accessTokenLifetime),
  IDLE_TIMEOUT: seconds().default(defaultPolicy.idleTimeout),
  ABSOLUTE_LIFETIME: seconds().default(defaultPolicy.absoluteLifetime),
  RETRY_WINDOW: seconds().default(defaultPolicy.retryWindow),
  REUSE_POLICY: oneOf('until_used', 'strict').default(defaultPolicy.reusePolicy),
})

/**
 * Reads the settings. An empty one counts as absent, as container tools write them.
 *
 * @returns the configuration, frozen; or every fault at once, so that an operator does not meet them one start at a time
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration | readonly SettingFault[] {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) if (value?.trim()) given[name] = value.trim()
  const parsed = Settings.safeParse(given)
  const { dialects = [], faults: dialectFaults = [] } = readDialects(given)
  const faults: SettingFault[] = [
    ...(parsed.error?.issues ?? []).map((issue) => ({ setting: String(issue.path[0]), fault: issue.message })),
    ...dialectFaults,
    ...faultsAcross(given, parsed.data, dialects),
  ]
  if (faults.length > 0 || !parsed.success) return faults
  const settings = parsed.data
  const production = settings.TESSERA_ENV === 'production'
  return Object.freeze({
    environment: settings.TESSERA_ENV,
    databaseUrl: settings.DATABASE_URL,
    databaseDirectUrl: settings.DATABASE_DIRECT_URL ?? null,
    databasePoolSize: settings.DATABASE_POOL_SIZE,
    rotationDurability: settings.ROTATION_DURABILITY,
    processes: settings.WEB_CONCURRENCY,
    metricsToken: settings.METRICS_TOKEN ?? null,
    // In a container every network is the container's own; on a developer's machine only the machine itself may call.
    host: settings.API_HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: settings.API_PORT,
    issuer: settings.API_URL ?? `http://localhost:${settings.API_PORT}`,
    masterSecret: settings.TESSERA_SECRET,
    mintingKeys: settings.MINTING_KEYS,
    firstOwner: settings.ADMIN_EMAIL && settings.ADMIN_PASSWORD ? { email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD } : null,
    corsOrigins: settings.CORS_ORIGINS ?? 'any',
    // The console runs beside us in development, and forwards the address of whoever looks at it. In production it has to be said who does:
    // logins of everybody behind a proxy that is not trusted are counted as one network's, and one guesser would keep all of them out.
    trustedProxies: (settings.TRUSTED_PROXIES ?? ['loopback']).filter((entry) => entry !== 'none'),
    rateLimits: settings.RATE_LIMITS === 'on',
    receiverNetworks: (settings.RECEIVER_NETWORKS ?? []).filter((entry) => entry !== 'none'),
    redisUrl: settings.REDIS_URL ?? null,
    consoleUrl: settings.CONSOLE_URL ?? 'http://localhost:3000',
    mail: {
      sends: settings.OUTBOX === 'on',
      smtpUrl: settings.SMTP_URL ?? null,
      outbox: join(settings.DATA_DIR, 'outbox'),
      from: settings.MAIL_FROM ?? 'Tessera <no-reply@tessera.local>',
    },
    accounts: {
      signUp: settings.SIGN_UP,
      unverifiedLogin: settings.UNVERIFIED_LOGIN,
      secondFactor: settings.SECOND_FACTOR ?? (production ? 'required_for_roles' : 'optional'),
    },
    passwordHashCost: settings.PASSWORD_HASH_COST,
    retention: { sessions: settings.SESSION_RETENTION, events: settings.EVENT_RETENTION, mails: settings.MAIL_RETENTION },
    signingKeyAge: settings.SIGNING_KEY_AGE,
    policy: policyOf(settings),
    dialects,
  })
}

/** What no setting shows alone. */
function faultsAcross(
  given: Readonly<Record<string, string>>,
  settings: z.output<typeof Settings> | undefined,
  dialects: readonly Dialect[],
): SettingFault[] {
  const faults: SettingFault[] = []
  if (given['TESSERA_ENV'] === 'production') {
    if (!given['API_URL']) {
      faults.push({
        setting: 'API_URL',
        fault: 'is missing: in production it is the address at which clients reach this API, such as https://auth.example.com',
      })
    } else if (!given['API_URL'].startsWith('https://')) {
      faults.push({ setting: 'API_URL', fault: 'must begin with https:// in production' })
    }
    if (!given['CONSOLE_URL']) {
      faults.push({
        setting: 'CONSOLE_URL',
        fault:
          'is missing: in production it is the address at which people reach the console, such as https://console.example.com; links in mails lead there',
      })
    } else if (!given['CONSOLE_URL'].startsWith('https://')) {
      faults.push({ setting: 'CONSOLE_URL', fault: 'must begin with https:// in production' })
    }
    if (given['SMTP_URL'] && !given['MAIL_FROM']) {
      faults.push({ setting: 'MAIL_FROM', fault: 'is missing: mails come from this address, such as Tessera <no-reply@example.com>' })
    }
    if (!given['TRUSTED_PROXIES']) {
      faults.push({
        setting: 'TRUSTED_PROXIES',
        fault:
          'is missing: in production it names who may say where a request came from: the address of the console and of every load balancer, such as 10.0.0.0/8; or none',
      })
    }
    if (given['RATE_LIMITS'] === 'off') {
      faults.push({ setting: 'RATE_LIMITS', fault: 'may be off in development only; leave it out, or set TESSERA_ENV=development' })
    }
    const cost = readCost(given['PASSWORD_HASH_COST'] ?? '')
    if (cost && isTooCheap(cost)) {
      faults.push({
        setting: 'PASSWORD_HASH_COST',
        fault:
          'is too cheap for production: whoever has a copy of the database guesses too fast. OWASP’s least is m=19456,t=2,p=1, or more passes with less memory: m=12288,t=3,p=1, m=9216,t=4,p=1, m=7168,t=5,p=1',
      })
    }
  }
  for (const [one, other] of [
    ['ADMIN_EMAIL', 'ADMIN_PASSWORD'],
    ['ADMIN_PASSWORD', 'ADMIN_EMAIL'],
  ] as const) {
    if (given[one] && !given[other]) faults.push({ setting: other, fault: `is missing: ${one} needs it to create the first owner` })
  }
  if (settings) {
    const { loadedIds } = new MintingKeys(settings.MINTING_KEYS, settings.TESSERA_SECRET)
    for (const id of loadedIds.filter((each) => settings.MINTING_KEYS.retired.includes(each))) {
      faults.push({
        setting: 'MINTING_KEYS',
        fault: `retires ${id}, the id of a key that it has: every token of that key would be refused for good, and its clients signed out. Remove the key, or the retired entry`,
      })
    }
    const lost = dialects.filter(({ clientsNeedNotRotate }) => clientsNeedNotRotate).map(({ name }) => name)
    if (settings.REUSE_POLICY === 'strict' && lost.length > 0) {
      faults.push({
        setting: 'REUSE_POLICY',
        fault: `cannot be strict while ${lost.join(' and ')} is served: its clients present the same token again and again, and would be signed out. Set DIALECTS to the others`,
      })
    }
    faults.push(...faultsOfPolicy(policyOf(settings)).map(({ field, fault }) => ({ setting: policySettings[field], fault })))
  }
  return faults
}

function policyOf(settings: z.output<typeof Settings>): Policy {
  return {
    accessTokenLifetime: settings.ACCESS_TOKEN_LIFETIME,
    idleTimeout: settings.IDLE_TIMEOUT,
    absoluteLifetime: settings.ABSOLUTE_LIFETIME,
    retryWindow: settings.RETRY_WINDOW,
    reusePolicy: settings.REUSE_POLICY,
  }
}

function whole(min: number, max: number) {
  const fault = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,15}$/, fault)
    .transform(Number)
    .refine((value) => value >= min && value <= max, fault)
}

/** The bounds are the policy's own (`faultsOfPolicy`). */
function seconds() {
  return z
    .string()
    .regex(/^\d{1,12}$/, 'must be a whole number of seconds')
    .transform(Number)
}

function oneOf<const T extends readonly [string, ...string[]]>(...words: T) {
  return z.enum(words, `must be ${words.join(' or ')}`)
}

function list(isEntry: (entry: string) => boolean, fault: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isEntry), fault)
}

function origin() {
  return z
    .string()
    .transform((text) => text.replace(/\/$/, ''))
    .refine((text) => originOf(text) === text, 'must be an http or https address without a path, such as https://auth.example.com')
}

/** What `pg` would say nothing of, or “Invalid URL”. */
function isOfDatabase(text: string, context: z.core.$RefinementCtx<string>): void {
  const fault = faultOfAddress(text)
  if (fault) context.addIssue(fault)
}

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : null
}

function isNetwork(text: string): boolean {
  if (text === 'loopback' || text === 'none') return true
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
