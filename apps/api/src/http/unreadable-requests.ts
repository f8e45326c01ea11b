import type { Socket } from 'node:net'
import { type Headers, problem } from './problem-answer.js'
import type { Wordings } from './wordings.js'

/** Node's own error; `rawPacket` is the Buffer that had just arrived when it gave up, which Fastify types as its JSON. */
interface ParserFault extends Error {
  readonly code?: string
  readonly rawPacket?: unknown
}

/**
 * Answers what Node's parser gives up on, before there is a request: broken HTTP, headers too large, a request that never ends. Like
 * Node's own answer, and like ours; on the addresses of a wire format in its words, where the address can be made out.
 *
 * @param headers those that let a page on another origin read it
 */
export function answerUnreadable(issuer: string, headers: Headers, wordings: Wordings) {
  return (fault: ParserFault, socket: Socket): void => {
    if (fault.code === 'ECONNRESET' || socket.destroyed) return
    if (!socket.writable) return void socket.destroy()
    const answer = answerTo(fault.code)
    const worded = wordings.of(answer, addressIn(fault.rawPacket))
    const body = JSON.stringify(worded?.body ?? answer.body(issuer))
    const lines = [
      `HTTP/1.1 ${answer.status} ${answer.code}`,
      `Content-Type: ${worded ? 'application/json; charset=utf-8' : 'application/problem+json'}`,
      'Cache-Control: no-store',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ]
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
  }
}

function answerTo(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return problem('headers_too_large', 'The request headers are too large. Nothing was done.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problem('request_timeout', 'The request took too long to arrive. Nothing was done.')
  return problem('malformed_request', 'The request is not HTTP that we can read. Nothing was done.')
}

/** The address in a request line (RFC 9112 §3), if the packet begins with one; else nothing, which no format is served at. */
function addressIn(packet: unknown): string {
  const beginning = Buffer.isBuffer(packet) ? packet.toString('latin1', 0, 1024) : ''
  return /^[A-Z]+ ([^ ]+)/.exec(beginning)?.[1] ?? ''
}
