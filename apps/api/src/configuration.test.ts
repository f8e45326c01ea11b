import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { knownDialects, type SettingFault } from '@tessera/dialects'
import { describe, expect, it } from 'vitest'
import { type Configuration, readConfiguration } from './configuration.js'
import { MintingKeys } from './tokens/minting-keys.js'

const secret = randomBytes(32).toString('base64url')
const needed = {
  DATABASE_URL: 'postgresql://tessera@localhost/tessera',
  TESSERA_SECRET: secret,
  MINTING_KEYS: randomBytes(32).toString('base64url'),
}
const inProduction = {
  ...{ ...needed, TESSERA_ENV: 'production', TRUSTED_PROXIES: 'none' },
  ...{ API_URL: 'https://auth.example.com', CONSOLE_URL: 'https://console.example.com' },
}

function configured(settings: Record<string, string | undefined>): Configuration {
  const outcome = readConfiguration(settings)
  if (Array.isArray(outcome)) throw new Error(JSON.stringify(outcome))
  return outcome as Configuration
}

function faultsOf(settings: Record<string, string | undefined>): readonly SettingFault[] {
  const outcome = readConfiguration(settings)
  return Array.isArray(outcome) ? outcome : []
}

function settingsAtFault(settings: Record<string, string | undefined>): string[] {
  return faultsOf(settings).map(({ setting }) => setting)
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

it('each setting has a row in the table of the README', () => {
  const schema = /^const Settings = [^]*?^\}\)$/m.exec(read('configuration.ts'))?.[0] ?? ''
  const names = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(30)
  const firstCells = [...read('../../../README.md').matchAll(/^\| (`[A-Z_]+`[^|]*)\|/gm)].map(([, cell]) => cell).join()
  expect(names.filter((name) => !firstCells.includes(`\`${name}\``))).toEqual([])
})

describe('the defaults', () => {
  it('are those that the README says', () => {
    const rows = [...read('../../../README.md').matchAll(/^\| (`[A-Z_]+`[^|]*)\|([^|]*)\|/gm)]
    const wordsIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
    const said = Object.fromEntries(rows.flatMap(([, names, values]) => wordsIn(names).map((name, at) => [name, wordsIn(values)[at]])))
    const { databasePoolSize, rotationDurability, processes, host, port, policy, accounts, mail, retention, signingKeyAge } =
      configured(needed)
    const holds = {
      DATABASE_POOL_SIZE: databasePoolSize,
      ROTATION_DURABILITY: rotationDurability,
      WEB_CONCURRENCY: processes,
      API_HOST: host,
      API_PORT: port,
      ACCESS_TOKEN_LIFETIME: policy.accessTokenLifetime,
      IDLE_TIMEOUT: policy.idleTimeout,
      ABSOLUTE_LIFETIME: policy.absoluteLifetime,
      RETRY_WINDOW: policy.retryWindow,
      REUSE_POLICY: policy.reusePolicy,
      SIGN_UP: accounts.signUp,
      UNVERIFIED_LOGIN: accounts.unverifiedLogin,
      SECOND_FACTOR: accounts.secondFactor,
      MAIL_FROM: mail.from,
      SESSION_RETENTION: retention.sessions,
      EVENT_RETENTION: retention.events,
      MAIL_RETENTION: retention.mails,
      SIGNING_KEY_AGE: signingKeyAge,
    }
    expect(said).toMatchObject(Object.fromEntries(Object.entries(holds).map(([name, value]) => [name, String(value)])))
  })

  it('of development reach this machine only, and trust the console beside us', () => {
    expect(configured(needed)).toMatchObject({
      environment: 'development',
      host: '127.0.0.1',
      port: 3333,
      issuer: 'http://localhost:3333',
      corsOrigins: 'any',
      trustedProxies: ['loopback'],
      rateLimits: true,
      policy: { accessTokenLifetime: 900, retryWindow: 10, reusePolicy: 'until_used' },
    })
  })

  it('of production listen to every network, and trust the proxies that are named, or none', () => {
    expect(configured(inProduction)).toMatchObject({
      environment: 'production',
      host: '0.0.0.0',
      trustedProxies: [],
      issuer: 'https://auth.example.com',
    })
  })

  it('count for empty settings, as container tools write them', () => {
    expect(configured({ ...needed, API_PORT: '', CORS_ORIGINS: ' ' })).toMatchObject({ port: 3333, corsOrigins: 'any' })
  })

  it('name the issuer after the port', () => {
    expect(configured({ ...needed, API_PORT: '4000' }).issuer).toBe('http://localhost:4000')
  })
})

describe('a configuration', () => {
  it('is frozen', () => {
    expect(Object.isFrozen(configured(needed))).toBe(true)
  })

  it('does not show its secrets when it is printed', () => {
    expect(JSON.stringify(configured(needed))).not.toContain(secret)
  })

  it('tells every fault at once, also across settings', () => {
    const settings = { TESSERA_ENV: 'production', API_PORT: 'x', IDLE_TIMEOUT: '-1', RATE_LIMITS: 'off', PASSWORD_HASH_COST: 'm=8,t=1,p=1' }
    expect(settingsAtFault(settings).sort()).toEqual(
      [
        'API_PORT',
        'API_URL',
        'CONSOLE_URL',
        'DATABASE_URL',
        'IDLE_TIMEOUT',
        'MINTING_KEYS',
        'PASSWORD_HASH_COST',
        'RATE_LIMITS',
        'TESSERA_SECRET',
        'TRUSTED_PROXIES',
      ].sort(),
    )
  })

  it.each([
    { TESSERA_ENV: 'test' },
    { DATABASE_URL: 'mysql://localhost/tessera' },
    { DATABASE_DIRECT_URL: 'localhost:5432' },
    { DATABASE_POOL_SIZE: '0' },
    { ROTATION_DURABILITY: 'off' },
    { WEB_CONCURRENCY: '0' },
    { METRICS_TOKEN: 'guess me' },
    { API_HOST: 'a b' },
    { API_PORT: '65536' },
    { API_PORT: '3333.5' },
    { API_URL: 'auth.example.com' },
    { API_URL: 'https://auth.example.com/path' },
    { API_URL: 'javascript:alert(1)' },
    { TESSERA_SECRET: 'short' },
    { MINTING_KEYS: 'short' },
    { CORS_ORIGINS: 'https://app.example.com/' },
    { CORS_ORIGINS: '*' },
    { TRUSTED_PROXIES: '10.0.0.0/33' },
    { TRUSTED_PROXIES: 'yes' },
    { RATE_LIMITS: 'false' },
    { PASSWORD_HASH_COST: '2' },
    { PASSWORD_HASH_COST: 'm=19456,t=0,p=1' },
    { PASSWORD_HASH_COST: 'm=15,t=2,p=2' },
    { PASSWORD_HASH_COST: 'm=262145,t=1,p=1' },
    { PASSWORD_HASH_COST: 'm=262144,t=5,p=1' },
    { RECEIVER_NETWORKS: '10.0.0.0/33' },
    { RECEIVER_NETWORKS: 'orders.internal' },
    { ACCESS_TOKEN_LIFETIME: '15m' },
    { ACCESS_TOKEN_LIFETIME: '19' },
    { IDLE_TIMEOUT: '1' },
    { ABSOLUTE_LIFETIME: '999999999999' },
    { RETRY_WINDOW: '61' },
    { REUSE_POLICY: 'loose' },
    { REUSE_POLICY: 'strict' },
    { DIALECTS: 'xeriel' },
    { XERIAL_PREFIXES: 'api' },
    { TALKSTACK_UNKNOWN_USER: '403' },
  ])('names the setting that is wrong: %j', (wrong) => {
    expect(settingsAtFault({ ...needed, ...wrong })).toContain(Object.keys(wrong)[0])
  })

  it.each([
    ['postgresql://me:sail@a:5432,b:5432/tessera', 'names several hosts'],
    ['postgresql://me:sail@a,b/tessera', 'names several hosts'],
    ['postgresql://me:sa#il@localhost/tessera', 'cannot be read'],
    ['postgresql://me:sa/il@localhost/tessera', 'cannot be read'],
    ['postgresql://me:sa?il@localhost/tessera', 'cannot be read'],
    ['postgresql://me:sail@localhost/tessera?schema=auth', 'has schema=auth'],
    ['postgresql://me:sail@192.0.2.7/tessera?sslmode=verify-full', 'has no name as its host, but 192.0.2.7'],
    ['postgresql://me:sail@[2001:db8::7]/tessera?sslmode=require', 'has no name as its host, but 2001:db8::7'],
    ['postgresql://me:sail@db/tessera?sslmode=require&host=192.0.2.7', 'has no name as its host, but 192.0.2.7'],
    ['postgresql://me:sail@192.0.2.7/tessera?sslmode=verify-full&uselibpqcompat=true', 'has no name as its host'],
  ])('says of the address %s what `pg` would not', (address, sentence) => {
    for (const setting of ['DATABASE_URL', 'DATABASE_DIRECT_URL']) {
      const faults = faultsOf({ ...needed, [setting]: address })
      expect(faults).toMatchObject([{ setting, fault: expect.stringContaining(sentence) as string }])
      expect(JSON.stringify(faults)).not.toMatch(/sa.?il/)
    }
  })

  it.each([
    'postgresql://me:w%40o%2Frd@localhost:5432/tessera?sslmode=verify-full&sslrootcert=/etc/ca.crt',
    'postgresql://me:wo,r@d@[::1]:5432/tessera?schema=public',
    'postgresql://me:sail@192.0.2.7/tessera',
    'postgresql://me:sail@192.0.2.7/tessera?sslmode=no-verify',
    'postgresql://me:sail@192.0.2.7/tessera?sslmode=verify-ca&uselibpqcompat=true&sslrootcert=/etc/ca.crt',
    'postgresql://me:sail@127.0.0.1/tessera?sslmode=verify-full',
    'postgresql://me@/tessera?host=/var/run/postgresql',
    'postgresql://%2Fvar%2Frun%2Fpostgresql/tessera',
    'postgres:///tessera?host=/var/run/postgresql&user=me',
  ])('takes the address %s', (address) => {
    expect(configured({ ...needed, DATABASE_URL: address }).databaseUrl).toBe(address)
  })

  it('says which secret is missing, and the command that makes one', () => {
    const faults = faultsOf({ ...inProduction, TESSERA_SECRET: undefined, MINTING_KEYS: undefined })
    expect(faults.map(({ setting }) => setting)).toEqual(['TESSERA_SECRET', 'MINTING_KEYS'])
    for (const { fault } of faults) expect(fault).toMatch(/is missing.*node -e/)
  })

  it('retires no minting key that it has: all its tokens would be refused', () => {
    const { mintingKeys, masterSecret } = configured(needed)
    const [id = ''] = new MintingKeys(mintingKeys, masterSecret).loadedIds
    const [fault] = faultsOf({ ...needed, MINTING_KEYS: `${needed.MINTING_KEYS},retired=${id}` })
    expect(fault).toMatchObject({ setting: 'MINTING_KEYS', fault: expect.stringContaining(`retires ${id}`) as string })
    expect(faultsOf({ ...needed, MINTING_KEYS: `${needed.MINTING_KEYS},retired=${id === '3f2a91c0' ? '3f2a91c1' : '3f2a91c0'}` })).toEqual(
      [],
    )
  })

  it('needs an https address in production', () => {
    expect(settingsAtFault({ ...inProduction, API_URL: 'http://auth.example.com' })).toEqual(['API_URL'])
  })

  it('hashes passwords at OWASP’s cost, or at what is chosen', () => {
    expect(configured(needed).passwordHashCost).toEqual({ memory: 19_456, passes: 2, lanes: 1 })
    const chosen = { ...needed, PASSWORD_HASH_COST: 'm=65536,t=3,p=4' }
    expect(configured(chosen).passwordHashCost).toEqual({ memory: 65_536, passes: 3, lanes: 4 })
  })

  it('lets passwords be cheap in development alone', () => {
    for (const cheap of ['m=8,t=1,p=1', 'm=19456,t=1,p=1', 'm=19455,t=2,p=1', 'm=7167,t=100,p=1']) {
      expect(configured({ ...needed, PASSWORD_HASH_COST: cheap }).passwordHashCost.lanes).toBe(1)
      expect(settingsAtFault({ ...inProduction, PASSWORD_HASH_COST: cheap })).toEqual(['PASSWORD_HASH_COST'])
    }
    for (const enough of ['m=47104,t=1,p=1', 'm=12288,t=3,p=1', 'm=9216,t=4,p=2', 'm=7168,t=5,p=1']) {
      expect(settingsAtFault({ ...inProduction, PASSWORD_HASH_COST: enough })).toEqual([])
    }
  })

  it('needs both or neither of the first owner’s e-mail and password', () => {
    expect(settingsAtFault({ ...needed, ADMIN_EMAIL: 'ada@example.com' })).toEqual(['ADMIN_PASSWORD'])
    expect(settingsAtFault({ ...needed, ADMIN_PASSWORD: 'tall ships sail' })).toEqual(['ADMIN_EMAIL'])
    const both = { ...needed, ADMIN_EMAIL: ' Ada@Example.com', ADMIN_PASSWORD: 'tall ships sail' }
    expect(configured(both).firstOwner).toEqual({ email: 'ada@example.com', password: 'tall ships sail' })
  })

  it('lets every client be strict only where no format is served whose clients need not rotate', () => {
    const [fault] = faultsOf({ ...needed, REUSE_POLICY: 'strict' })
    expect(fault?.fault).toContain('while freddy is served')
    const without = configured({ ...needed, REUSE_POLICY: 'strict', DIALECTS: 'xerial, genlogs' })
    expect([without.policy.reusePolicy, without.dialects.map(({ name }) => name)]).toEqual(['strict', ['xerial', 'genlogs']])
    expect(configured({ ...needed, REUSE_POLICY: 'strict', DIALECTS: 'none' }).dialects).toEqual([])
  })

  it('serves every documented format unless a setting says otherwise', () => {
    expect(configured(needed).dialects.map(({ name }) => name)).toEqual(knownDialects)
  })

  it('reads its lists', () => {
    const settings = { ...needed, CORS_ORIGINS: 'https://a.example.com, http://localhost:5173', TRUSTED_PROXIES: '10.0.0.0/8,::1,loopback' }
    expect(configured(settings)).toMatchObject({
      corsOrigins: ['https://a.example.com', 'http://localhost:5173'],
      trustedProxies: ['10.0.0.0/8', '::1', 'loopback'],
    })
    expect(configured(needed).receiverNetworks).toEqual([])
    expect(configured({ ...needed, RECEIVER_NETWORKS: 'loopback, 10.20.0.0/16' }).receiverNetworks).toEqual(['loopback', '10.20.0.0/16'])
    expect(configured({ ...needed, RECEIVER_NETWORKS: 'none' }).receiverNetworks).toEqual([])
  })

  it('needs to know in production where links in mails lead, and who sends them', () => {
    expect(settingsAtFault({ ...inProduction, CONSOLE_URL: 'http://console.example.com' })).toEqual(['CONSOLE_URL'])
    expect(settingsAtFault({ ...inProduction, SMTP_URL: 'smtps://mail.example.com' })).toEqual(['MAIL_FROM'])
    expect(settingsAtFault({ ...needed, SMTP_URL: 'mail.example.com', MAIL_FROM: 'nobody' })).toEqual(['SMTP_URL', 'MAIL_FROM'])
    const sent = { ...inProduction, SMTP_URL: 'smtps://mail.example.com', MAIL_FROM: 'Tessera <no-reply@example.com>' }
    expect(configured(sent).mail).toMatchObject({
      sends: true,
      smtpUrl: 'smtps://mail.example.com',
      from: 'Tessera <no-reply@example.com>',
    })
    expect(configured({ ...needed, DATA_DIR: '/data' }).mail).toMatchObject({ smtpUrl: null, outbox: '/data/outbox' })
  })

  it('asks for a second factor of console roles in production, unless it is told otherwise', () => {
    expect(configured(needed).accounts).toEqual({ signUp: 'open', unverifiedLogin: 'refuse', secondFactor: 'optional' })
    expect(configured(inProduction).accounts.secondFactor).toBe('required_for_roles')
    expect(configured({ ...inProduction, SECOND_FACTOR: 'optional' }).accounts.secondFactor).toBe('optional')
    expect(settingsAtFault({ ...needed, SIGN_UP: 'no', UNVERIFIED_LOGIN: 'yes', SECOND_FACTOR: 'maybe' })).toEqual([
      ...['SIGN_UP', 'UNVERIFIED_LOGIN', 'SECOND_FACTOR'],
    ])
  })

  it('keeps what is over for a while, sessions and events for a day at least', () => {
    expect(configured(needed).retention).toEqual({ sessions: 90 * 86_400, events: 400 * 86_400, mails: 30 * 86_400 })
    expect(settingsAtFault({ ...needed, EVENT_RETENTION: '3600', SESSION_RETENTION: '86399' })).toEqual([
      'SESSION_RETENTION',
      'EVENT_RETENTION',
    ])
  })

  it('rotates the signing key by its age, unless that is turned off', () => {
    expect(configured(needed).signingKeyAge).toBe(90 * 86_400)
    expect(configured({ ...needed, SIGNING_KEY_AGE: '0' }).signingKeyAge).toBe(0)
    expect(settingsAtFault({ ...needed, SIGNING_KEY_AGE: '3600' })).toEqual(['SIGNING_KEY_AGE'])
  })

  it('takes the address of a Redis, and of nothing else', () => {
    expect(configured({ ...needed, REDIS_URL: 'redis://localhost:6379' }).redisUrl).toBe('redis://localhost:6379')
    expect(settingsAtFault({ ...needed, REDIS_URL: 'localhost:6379' })).toEqual(['REDIS_URL'])
  })
})
