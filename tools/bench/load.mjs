// Virtual users, each refreshing its own line of tokens as fast as it is answered. Run by bench.mjs as a process of its own, so that the
// load's own work does not count: takes {url, tokens, seconds} as JSON on stdin, and answers {count, latencies, tokens}.
import http from 'node:http'

const { url, tokens, seconds } = JSON.parse(await new Response(process.stdin).text())
const { hostname, port, pathname: path } = new URL(url)
const agent = new http.Agent({ keepAlive: true, maxSockets: tokens.length })

function post(refreshToken) {
  const body = JSON.stringify({ refresh_token: refreshToken })
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((done, fail) => {
    const request = http.request({ agent, hostname, port, path, method: 'POST', headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) done(JSON.parse(text).refresh_token)
        else fail(new Error(`${url} answered ${response.statusCode}: ${text}`))
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
      token = await post(token)
      latencies.push(performance.now() - began)
    }
    return token
  }),
)
latencies.sort((a, b) => a - b)
const at = (share) => latencies[Math.floor(latencies.length * share)]
process.stdout.write(JSON.stringify({ count: latencies.length, p50: at(0.5), p99: at(0.99), tokens: last }), () => process.exit(0))
