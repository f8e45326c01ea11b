import { createSecretKey } from 'node:crypto'
import { defaultPolicy } from '@tessera/core'
import { readDialects } from '@tessera/dialects'
import type { Configuration } from '../configuration.js'
import { mintingKeysIn } from '../tokens/minting-keys-setting.js'

/** A configuration for tests. */
export function testConfiguration(changes: Partial<Configuration> = {}): Configuration {
  return {
    environment: 'development',
    databaseUrl: 'postgresql://nobody@localhost/nothing',
    databasePoolSize: 5,
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
    policy: defaultPolicy,
    dialects: readDialects({}).dialects ?? [],
    ...changes,
  }
}
