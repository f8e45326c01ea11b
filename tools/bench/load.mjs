// Virtual users over HTTP. Run by measure.mjs as a process of its own, so that the load's own work does not count: takes {origin, wire, proofs,
// tokens, users, seconds} as JSON on stdin, and answers {count, p50, p99, tokens}.
import http from 'node:http'
import { refreshInTurn } from './in-turn.mjs'
import { wiresWith } from './wires.mjs'

const { origin, wire, proofs, ...load } = JSON.parse(await new Response(process.stdin).text())
const { write, read } = wiresWith(proofs)[wire]
const { hostname, port } = new URL(origin)
const agent = new http.Agent({ keepAlive: true, maxSockets: load.users })

function refresh(token, user) {
  const { path, type, body = '', headers } = write(token)
  // Each from a network of its own, as people are: limits count them one by one.
  const from = `10.${(user >> 16) & 255}.${(user >> 8) & 255}.${user & 255}`
  const sent = { 'content-length': Buffer.byteLength(body), 'x-forwarded-for': from, ...(type && { 'content-type': type }), ...headers }
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

const answer = await refreshInTurn({ ...load, refresh })
process.stdout.write(JSON.stringify(answer), () => process.exit(0))
