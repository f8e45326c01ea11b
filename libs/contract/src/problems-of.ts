import { problemCodes, type ProblemCode } from './problem.js'
import type { Route } from './route.js'

/** What the API may answer to any request, whatever it asks for. */
const ofAll = [
  'malformed_request',
  'validation_failed',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'uri_too_long',
  'headers_too_large',
  'internal_error',
  'unavailable',
] as const satisfies readonly ProblemCode[]

/** What it may answer to whoever has to show an access token, or a proof of the key that it is bound to. */
const ofCallers = [
  'invalid_access_token',
  'session_ended',
  'session_expired',
  'invalid_dpop_proof',
  'use_dpop_nonce',
  'insufficient_scope',
] as const satisfies readonly ProblemCode[]

/** Every problem that an endpoint may answer: those it declares, and those that follow from what it takes and who may call it. */
export function problemsOf(route: Route): readonly ProblemCode[] {
  const all = new Set<ProblemCode>([...route.problems, ...ofAll])
  // A body that comes is read, also where none is wanted.
  if (route.method !== 'GET') all.add('payload_too_large').add('unsupported_media_type')
  if (route.access !== 'anyone') for (const code of ofCallers) all.add(code)
  if (Array.isArray(route.access)) all.add('forbidden').add('second_factor_missing')
  if (route.apiKeyScope) all.add('invalid_api_key')
  return problemCodes.filter((code) => all.has(code))
}
