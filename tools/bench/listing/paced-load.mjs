// Refreshes at a steady rate, each user's line of tokens in turn, until stdin ends. Run by refreshing.mjs as a process of its own: takes
// {origin, tokens, rate} as the first line of stdin, and answers a line {p50, p99, count} for each second. A refresh is timed from when it was due,
// so one that had to wait for another counts that wait.
import { once } from 'node:events'
import http from 'node:http'
import { createInterface } from 'node:readline'

const lines = createInterface({ input: process.stdin })
const [first] = await once(lines, 'line')
const { origin, tokens, rate } = JSON.parse(first)
lines.once('close', () => process.exit(0))
const { hostname, port } = new URL(origin)
const agent = new http.Agent({ keepAlive: true, maxSockets: tokens.length })
const headers = { 'content-type': 'application/json' }

function refresh(token) {
  return new Promise((done, fail) => {
    const request = http.request({ agent, hostname, port, path: '/v1/sessions/refresh', method: 'POST', headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) done(JSON.parse(text).refresh_token)
        else fail(new Error(`A refresh was answered ${response.statusCode}: ${text}`))
      })
    })
    request.on('error', fail)
    request.end(JSON.stringify({ refresh_token: token }))
  })
}

let latencies = []
setInterval(() => {
  const sorted = latencies.sort((one, other) => one - other)
  latencies = []
  const at = (share) => sorted[Math.floor(sorted.length * share)] ?? 0
  process.stdout.write(`${JSON.stringify({ p50: at(0.5), p99: at(0.99), count: sorted.length })}\n`)
}, 1000)

const between = (tokens.length / rate) * 1000
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))
await Promise.all(
  tokens.map(async (token, user) => {
    for (let due = performance.now() + (between * user) / tokens.length; ; due += between) {
      if (due > performance.now()) await pause(due - performance.now())
      token = await refresh(token)
      latencies.push(performance.now() - due)
    }
  }),
)
