// `npm run bench -- verifier [--checks N --rounds N --revoked N]`: what the verifier takes of a resource server for one request, beside jose's bare
// verification of the same token, in interleaved rounds of one run, in this process: without a feed, and following one with as many revoked
// sessions as given. What is above the bare verification is ours.
import { parseArgs } from 'node:util'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { followRevocations, resourceServer } from '@tessera/verifier'
import { FakeFeed, tokenIssuer } from '@tessera/verifier/testing'
import { columnsOf, median } from './report.mjs'

const issuer = 'https://auth.example.com'
const audience = 'https://orders.example.com'

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      checks: { type: 'string', default: '2000' },
      rounds: { type: 'string', default: '9' },
      revoked: { type: 'string', default: '100000' },
    },
  })
  const [checks, rounds, revoked] = [values.checks, values.rounds, values.revoked].map(Number)
  const { keys, sign } = await tokenIssuer({ issuer, audience, scope: 'orders:read' })
  const token = await sign()
  const feed = new FakeFeed()
  const forgetAt = new Date(Date.now() + 86_400_000).toISOString()
  for (let n = 0; n < revoked; n++) feed.revoke({ scope: 'session', subject: crypto.randomUUID(), forget_at: forgetAt })
  const revocations = followRevocations({ apiUrl: issuer, apiKey: 'key', follower: 'bench', whenStale: 'refuse', fetch: feed.fetch })
  await revocations.ready()

  const request = { method: 'GET', url: `${audience}/orders`, authorization: `Bearer ${token}` }
  const findKey = createLocalJWKSet(keys)
  const guardWith = (options) => {
    const server = resourceServer({ issuer, audience, keys, ...options })
    return async () => {
      const { claims, refusal } = await server.check(request, { scopes: ['orders:read'] })
      if (!claims) throw new Error(`the token was refused: ${refusal}`)
    }
  }
  const ways = [
    { name: 'jose alone', check: () => jwtVerify(token, findKey, { issuer, audience, algorithms: ['ES256'], typ: 'at+jwt' }), runs: [] },
    { name: 'verifier', check: guardWith({}), runs: [] },
    { name: `verifier, ${revoked.toLocaleString('en')} revoked`, check: guardWith({ revocations }), runs: [] },
  ]
  for (let round = 0; round <= rounds; round++) {
    for (const { check, runs } of ways) {
      const began = performance.now()
      for (let n = 0; n < checks; n++) await check()
      // The first round is to warm.
      if (round > 0) runs.push(((performance.now() - began) * 1000) / checks)
    }
  }
  await revocations.close()
  const [bare] = ways
  const lines = ways.map(({ name, runs }) => [
    name,
    median(runs).toFixed(1),
    median(runs.map((run, round) => run / bare.runs[round])).toFixed(2),
  ])
  console.log(`${rounds} rounds of ${checks} checks each; medians.\n\n${columnsOf([['', 'µs', 'beside jose'], ...lines])}`)
}
