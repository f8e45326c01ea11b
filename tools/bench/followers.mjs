// A process full of followers of the revocation feed, some of them behind resource servers that listen. Its parent tells it which session was
// revoked just now, and is told when it saw that each follower knew.
import { followRevocations, resourceServer } from '@tessera/verifier'
import { requireToken } from '@tessera/verifier/fastify'
import fastify from 'fastify'

/** Milliseconds between two looks at every follower that does not know yet: as exact as the figures are. */
const lookEvery = 5
/** Milliseconds: by then each follower knows or is stale. */
const givenUpAfter = 10_000
const atOnce = 50

const { issuer, origins, apiKey, followers: count, listen, name } = JSON.parse(process.argv[2])
process.on('disconnect', () => process.exit())
process.on('message', ({ session }) => session && watch(session))

const followers = []
while (followers.length < count) {
  // A thousand services that start in the same instant, on one machine, are another bench.
  const some = Array.from({ length: Math.min(atOnce, count - followers.length) }, (_, at) => follower(followers.length + at))
  await Promise.all(some.map((each) => each.ready(60)))
  followers.push(...some)
}
const addresses = listen ? await Promise.all(followers.map(serve)) : []
process.send({ ready: true, addresses })

function follower(at) {
  return followRevocations({ apiUrl: origins[at % origins.length], apiKey, follower: `${name}-${at}`, whenStale: 'refuse' })
}

async function serve(revocations) {
  const server = resourceServer({ issuer, audience: issuer, jwksUrl: `${origins[0]}/.well-known/jwks.json`, revocations })
  const app = fastify()
  app.get('/', { onRequest: requireToken(server, { scopes: [] }) }, () => 'in')
  return app.listen()
}

/** Tells the parent, once all know it, at what time each was seen to know that a session is revoked. */
function watch(claims) {
  const knew = []
  const until = Date.now() + givenUpAfter
  let waiting = followers
  const look = () => {
    const now = Date.now()
    waiting = waiting.filter((follower) => {
      const knows = follower.refusalOf(claims) === 'revoked'
      if (knows) knew.push(now)
      return !knows
    })
    if (waiting.length > 0 && Date.now() < until) return setTimeout(look, lookEvery)
    const missing = waiting.map(({ follower, state: { fault, ...state } }) => ({ follower, ...state, fault: fault?.message }))
    process.send({ knew, missing, streaming: followers.filter(({ state }) => state.via === 'stream').length })
  }
  look()
}
