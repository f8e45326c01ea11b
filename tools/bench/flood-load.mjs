// The flood of bench-accounts.mjs: takes {origin, atOnce} as a line of JSON on stdin, goes on until stdin ends, and answers how many
// logins were answered. Being turned away (503) is an answer.
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'

const [line] = await once(process.stdin, 'data')
const { origin, atOnce } = JSON.parse(line)
let [going, answered] = [true, 0]
process.stdin.once('end', () => (going = false))

await Promise.all(
  Array.from({ length: atOnce }, async (_, user) => {
    while (going) {
      const body = JSON.stringify({ email: `nobody-${user}-${answered}@example.com`, password: 'a wrong guess' })
      const answer = await fetch(`${origin}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      await answer.arrayBuffer()
      answered++
      // Whoever is turned away comes back at once, and would measure that and nothing else.
      if (answer.status === 503) await wait(20)
    }
  }),
)
process.stdout.write(String(answered), () => process.exit(0))
