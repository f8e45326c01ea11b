import { createSecretKey } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultPolicy } from '@tessera/core'
import { readDialects } from '@tessera/dialects'
import type { Configuration } from '../configuration.js'
import { mintingKeysIn } from '../tokens/minting-keys-setting.js'

/** A configuration for tests. */
export function testConfiguration(changes: Partial<Configuration> = {}): Configuration {
  return {
    environment: 'development',
    databaseUrl: 'postgresql://nobody@localhost/nothing',
    databaseDirectUrl: null,
    databasePoolSize: 5,
    rotationDurability: 'durable',
    processes: 1,
    metricsToken: null,
    host: '127.0.0.1',
    port: 0,
    issuer: 'https://auth.example.com',
    masterSecret: createSecretKey(Buffer.alloc(32, 1)),
    mintingKeys: mintingKeysIn(Buffer.alloc(32, 2).toString('base64url'), 0, (fault) => {
      throw new Error(fault)
    }),
    firstOwner: null,
    corsOrigins: 'any',
    trustedProxies: [],
    rateLimits: true,
    receiverNetworks: [],
    redisUrl: null,
    consoleUrl: 'https://console.example.com',
    mail: { sends: false, smtpUrl: null, outbox: join(tmpdir(), 'tessera-test-outbox'), from: 'Tessera <no-reply@example.com>' },
    accounts: { signUp: 'open', unverifiedLogin: 'refuse', secondFactor: 'optional' },
    // As dear as in production, hashes take more than a minute of all tests together.
    passwordHashCost: { memory: 8, passes: 1, lanes: 1 },
    retention: { sessions: 7_776_000, events: 34_560_000, mails: 2_592_000 },
    signingKeyAge: 7_776_000,
    policy: defaultPolicy,
    dialects: readDialects({}).dialects ?? [],
    ...changes,
  }
}
