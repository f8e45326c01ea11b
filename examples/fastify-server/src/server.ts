import { hostname } from 'node:os'
import Fastify from 'fastify'
import { followRevocations, resourceServer } from '@tessera/verifier'
import { claimsOf, requireToken } from '@tessera/verifier/fastify'

const { TESSERA_URL = 'http://localhost:3333', TESSERA_API_KEY = '', AUDIENCE = TESSERA_URL, PORT = '4000' } = process.env

// What is revoked at the platform is refused here within a second, whatever a token says of its own life.
const revocations = followRevocations({
  apiUrl: TESSERA_URL,
  apiKey: TESSERA_API_KEY, // with the scope revocations:read
  follower: `${hostname()}:${process.pid}`,
  whenStale: 'refuse', // or 'accept': what to do while the platform cannot be reached
  onFault: (fault) => console.warn(fault.message),
})
const server = resourceServer({ issuer: TESSERA_URL, audience: AUDIENCE, revocations })

const app = Fastify()
app.get('/orders', { onRequest: requireToken(server, { scopes: ['account'] }) }, (request) => {
  const { sub, company_id } = claimsOf(request)
  return { orders: [{ id: 'o-1', of: sub, company: company_id }] }
})
app.get('/health', () => ({ stale: revocations.state.stale }))
app.addHook('onClose', () => revocations.close())

await revocations.ready()
process.once('SIGTERM', () => void app.close())
console.log(`listening at ${await app.listen({ port: Number(PORT) })}`)
