import type { Socket } from 'node:net'
import { type Headers, problem } from './problem-answer.js'

/**
 * Answers what Node's parser gives up on, before there is a request: broken HTTP, headers too large, a request that never ends. Like
 * Node's own answer, and like ours.
 *
 * @param headers those that let a page on another origin read it
 */
export function answerUnreadable(issuer: string, headers: Headers) {
  return (fault: Error & { code?: string }, socket: Socket): void => {
    if (fault.code === 'ECONNRESET' || socket.destroyed) return
    if (!socket.writable) return void socket.destroy()
    const answer = answerTo(fault.code)
    const body = JSON.stringify(answer.body(issuer))
    const lines = [
      `HTTP/1.1 ${answer.status} ${answer.code}`,
      'Content-Type: application/problem+json',
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
