import { hostname } from 'node:os'
import { followRevocations, resourceServer } from '@tessera/verifier'

const { TESSERA_URL = 'http://localhost:3333', TESSERA_API_KEY = '', AUDIENCE = TESSERA_URL } = process.env

/** What was revoked. The key needs the scope revocations:read. */
export const revocations = followRevocations({
  apiUrl: TESSERA_URL,
  apiKey: TESSERA_API_KEY,
  follower: `${hostname()}:${process.pid}`,
  whenStale: 'refuse',
  onFault: (fault) => console.warn(fault.message),
})

export const server = resourceServer({ issuer: TESSERA_URL, audience: AUDIENCE, revocations })
