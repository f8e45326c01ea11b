// The loop of store-alone.mjs: takes {tokens} as a line of JSON on stdin, then {users, seconds} for each round, which it answers by a line.
import { createInterface } from 'node:readline'
import { defaultPolicy } from '@tessera/core'
import { openDatabase, sessionStore } from '@tessera/persistence'
import { refreshInTurn } from './in-turn.mjs'

const store = sessionStore(openDatabase({ url: process.env.DATABASE_URL }), defaultPolicy)
const nothing = { clientId: null, clientSecretHash: null, dialect: null, apiKey: null, scope: null, dpop: null, accessTokenLifetime: null }
const origin = { ip: '10.0.0.1', userAgent: null }

async function refresh(token) {
  const { outcome, session } = await store.refresh({ token, ...nothing }, origin)
  if (outcome !== 'rotated') throw new Error(`a refresh was ${outcome}`)
  return { ...token, generation: session.generation + 1 }
}

let tokens = []
for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line)
  if (given.tokens) ({ tokens } = given)
  else {
    const run = await refreshInTurn({ ...given, tokens, refresh })
    ;({ tokens } = run)
    console.log(JSON.stringify({ count: run.count, p50: run.p50, p99: run.p99 }))
  }
}
process.exit(0)
