import { HttpException } from '@nestjs/common'
import type { ProblemCode } from '@tessera/contract'
import { ClaimsUnavailable } from '../custom-claims/custom-claims.js'
import { TooBusy } from '../passwords/bounded-queue.js'
import { isDatabaseTrouble } from './database-trouble.js'
import { problem, ProblemAnswer } from './problem-answer.js'

/** What Fastify and Nest refuse by themselves, by status. Their own messages quote the request, and stay here. */
const byStatus: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: ['malformed_request', 'The request cannot be read. Nothing was done.'],
  403: ['forbidden', 'This call is not allowed. Nothing was done.'],
  404: ['not_found', 'There is nothing at this address.'],
  408: ['request_timeout', 'The request took too long to arrive. Nothing was done.'],
  413: ['payload_too_large', 'A request body may have at most 64 KiB. Nothing was done.'],
  414: ['uri_too_long', 'The address, or a part of it, is too long. Nothing was done.'],
  415: ['unsupported_media_type', 'The body must be JSON: send "Content-Type: application/json". Nothing was done.'],
  431: ['headers_too_large', 'The request headers are too large. Nothing was done.'],
}

export interface Verdict {
  readonly answer: ProblemAnswer
  /** Set when the fault is ours, and somebody should look at it. */
  readonly fault?: unknown
}

/**
 * The problem that anything thrown is answered with. What we do not know is a 500 that says nothing of the fault but the request's id,
 * under which the log has it.
 */
export function problemOf(thrown: unknown, requestId: string): Verdict {
  if (thrown instanceof ProblemAnswer) return { answer: thrown }
  if (isDatabaseTrouble(thrown)) {
    return { answer: problem('unavailable', 'The database cannot answer right now. Send the same request again shortly.'), fault: thrown }
  }
  // Nobody need look at it: the request log has the 503, and a flood would write a stack for each.
  if (thrown instanceof TooBusy) {
    const headers = { 'retry-after': '2' }
    return { answer: problem('unavailable', 'There is too much to do at once. Nothing was done; try again shortly.', { headers }) }
  }
  if (thrown instanceof ClaimsUnavailable) {
    return {
      answer: problem('unavailable', 'Not all that the token has to say is known. Send the same request again shortly.'),
      fault: thrown,
    }
  }
  if (isPastDeadline(thrown)) {
    return { answer: problem('unavailable', 'The answer took too long. Send the same request again shortly.'), fault: thrown }
  }
  const status = statusOf(thrown)
  const known = status === undefined ? undefined : byStatus[status]
  if (known) return { answer: problem(...known) }
  return {
    answer: problem('internal_error', `Something went wrong on our side. The log has it under request ${requestId}.`),
    fault: thrown,
  }
}

/** Whether this is Fastify's word for an answer that was not ready at the deadline. */
export function isPastDeadline(thrown: unknown): boolean {
  return codeOf(thrown) === 'FST_ERR_HANDLER_TIMEOUT'
}

function codeOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null ? (thrown as { code?: unknown }).code : undefined
}

/** Nest's errors and Fastify's own carry a status; anybody else's `statusCode` means nothing here. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus()
  const code = codeOf(thrown)
  return typeof code === 'string' && code.startsWith('FST_ERR_') ? (thrown as { statusCode?: number }).statusCode : undefined
}
