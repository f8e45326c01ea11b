// `npm run bench -- login [--seconds N --rounds N --users N --addresses N]`: what strangers do to those who are logged in, and what they
// learn. First, refreshes with and without a flood of wrong logins beside them, in interleaved rounds of one run, with the limits off: what
// holds then is the bounded queue of hashes. Second, how long logins, sign-ups and forgotten passwords take for addresses with an account and
// without, each asked in turn. Figures are ratios and differences: machines differ, and so do hours.
import { parseArgs } from 'node:util'
import { startFlood } from './flood.mjs'
import { onGround } from './ground.mjs'
import { measure } from './measure.mjs'
import { askInTurn, waysIn } from './oracle.mjs'
import { floodTable, oracleTable } from './report-accounts.mjs'
import { startTessera } from './tessera.mjs'

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
      users: { type: 'string', default: '16' },
      addresses: { type: 'string', default: '100' },
    },
  })
  const [seconds, rounds, users, addresses] = [values.seconds, values.rounds, values.users, values.addresses].map(Number)

  await onGround(async (ground) => {
    const tessera = await startTessera({ ...ground, settings: { RATE_LIMITS: 'off' } })
    const target = { name: 'v1', pid: tessera.pid, origin: tessera.origin, proofs: {}, sessions: await tessera.logIn(users) }
    const load = { ...ground, users, seconds }
    await measure(target, { ...load, seconds: 2 }) // Warm.
    const runs = { alone: [], flooded: [], logins: [] }
    for (let round = 0; round < rounds; round++) {
      runs.alone.push(await measure(target, load))
      const flood = startFlood({ origin: tessera.origin, atOnce: users })
      runs.flooded.push(await measure(target, load))
      runs.logins.push((await flood.stop()) / seconds)
      const [alone, flooded] = [runs.alone.at(-1), runs.flooded.at(-1)].map(({ rate }) => Math.round(rate))
      console.log(`round ${round + 1} of ${rounds}: ${alone}/s alone, ${flooded}/s beside ${Math.round(runs.logins.at(-1))} wrong logins/s`)
    }
    console.log(`\n${users} users, ${rounds} rounds of ${seconds} s each; medians.\n\n${floodTable(runs)}\n`)

    const known = Array.from({ length: addresses }, (_, n) => `known-${n}@example.com`)
    for (const email of known) await tessera.createUser(email)
    const asked = []
    for (const way of waysIn) asked.push({ way: way.name, ...(await askInTurn(tessera.origin, way, known)) })
    console.log(`${addresses} addresses of each kind, asked in turn; medians in milliseconds.\n\n${oracleTable(asked)}`)
  })
}
