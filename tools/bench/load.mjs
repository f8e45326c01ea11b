// Virtual users, each refreshing its own line of tokens as fast as it is answered. Run by bench.mjs as a process of its own, so that the
// load's own work does not count: takes {origin, wire, proofs, tokens, seconds} as JSON on stdin, and answers {count, p50, p99, tokens}.
import http from 'node:http'
import { wiresWith } from './wires.mjs'

const { origin, wire, proofs, tokens, seconds } = JSON.parse(await new Response(process.stdin).text())
const { write, read } = wiresWith(proofs)[wire]
const { hostname, port } = new URL(origin)
const agent = new http.Agent({ keepAlive: true, maxSockets: tokens.length })

function refresh(token) {
  const { path, type, body = '', headers } = write(token)
  const sent = { 'content-length': Buffer.byteLength(body), ...(type && { 'content-type': type }), ...headers }
  return new Promise((done, fail) => {
    const request = http.request({ agent, hostname, port, path, method: 'POST', headers: sent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) done(read(JSON.parse(text)))
        else fail(new Error(`${wire} answered ${response.statusCode}: ${text}`))
      })
    })
    request.on('error', fail)
    request.end(body)
  })
}

const latencies = []
const until = performance.now() + seconds * 1000
const last = await Promise.all(
  tokens.map(async (token) => {
    while (performance.now() < until) {
      const began = performance.now()
      token = await refresh(token)
      latencies.push(performance.now() - began)
    }
    return token
  }),
)
latencies.sort((a, b) => a - b)
const at = (share) => latencies[Math.floor(latencies.length * share)]
process.stdout.write(JSON.stringify({ count: latencies.length, p50: at(0.5), p99: at(0.99), tokens: last }), () => process.exit(0))
