import type { LookupAddress, LookupOptions } from 'node:dns'
import { type IncomingMessage, request as requestInTheClear } from 'node:http'
import { request as requestByTls } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { AddressRefusal, ReceiverAddresses } from './addresses.js'

/** What is posted to a receiver. */
export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Why there was no answer; what we say of it, and never what the network does. */
export type PostFault =
  AddressRefusal | 'timeout' | 'connection_refused' | 'connection_reset' | 'unreachable' | 'certificate_refused' | 'not_http' | 'no_answer'

export type Posted =
  | { readonly status: number; readonly retryAfter: string | null; /** As much as we read. */ readonly body: string }
  | { readonly fault: PostFault }

/** Bytes of an answer that are read, and of its headers: more says nothing that we want to know. */
const mostRead = 16 * 1024

/**
 * Posts to an address that somebody registered. It connects to what the name was found to be, and was allowed, and to nothing that it may mean a
 * moment later; it follows nowhere else; it reads a little of the answer, and waits no longer than it is told. Never throws.
 *
 * @param late aborted when it has taken long enough, the search for the address included
 */
export async function post(addresses: ReceiverAddresses, address: string, { headers, body }: Outgoing, late: AbortSignal): Promise<Posted> {
  const url = new URL(address)
  const tooLate = new Promise<{ readonly refusal: 'timeout' }>((done) => late.addEventListener('abort', () => done({ refusal: 'timeout' })))
  const found = await Promise.race([addresses.of(url), tooLate])
  if ('refusal' in found) return { fault: found.refusal }
  return new Promise((done) => {
    const request = (url.protocol === 'https:' ? requestByTls : requestInTheClear)(url, {
      ...{ method: 'POST', agent: false, lookup: pinnedTo(found.addresses), maxHeaderSize: mostRead, signal: late },
      headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Tessera' },
    })
    let answered = false
    // What breaks once there is a status is the rest of the answer, which `read` sees the end of.
    request.on('error', (fault) => answered || done({ fault: faultOf(fault) }))
    request.on('response', (response) => {
      answered = true
      void read(response).then((text) => done(answerOf(response, text)))
    })
    // Switching protocols is no answer to a post; without this, nothing else would tell that it is over.
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      done({ fault: 'not_http' })
    })
    request.end(body)
  })
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: string): Posted {
  return { status: statusCode, retryAfter: headers['retry-after'] ?? null, body }
}

/** The beginning of an answer, and what there is of it when the connection breaks: the status has said what matters. */
function read(response: IncomingMessage): Promise<string> {
  return new Promise((done) => {
    const pieces: Buffer[] = []
    let bytes = 0
    const finish = () => done(Buffer.concat(pieces).subarray(0, mostRead).toString())
    response.on('data', (piece: Buffer) => {
      pieces.push(piece)
      bytes += piece.length
      if (bytes > mostRead) response.destroy()
    })
    response.on('error', () => undefined)
    response.on('close', finish)
  })
}

/** Gives what was found before, whoever asks for whatever. */
function pinnedTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options: LookupOptions, answer) => {
    const [first] = addresses
    if (options.all) answer(null, [...addresses])
    else answer(null, first?.address ?? '', first?.family ?? 4)
  }
}

const faults: Readonly<Record<string, PostFault>> = {
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
}

function faultOf(fault: Error & { readonly code?: string }): PostFault {
  const code = fault.name === 'TimeoutError' || fault.name === 'AbortError' ? 'ABORT_ERR' : (fault.code ?? '')
  const known = faults[code]
  if (known) return known
  if (code.startsWith('HPE_')) return 'not_http'
  return /CERT|TLS|SSL|EPROTO|SIGNATURE/.test(code) ? 'certificate_refused' : 'no_answer'
}
