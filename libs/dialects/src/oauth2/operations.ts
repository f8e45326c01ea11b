import type { OpenApiSection } from '@tessera/contract'
import type { Refusal } from '@tessera/core'
import type { Reading, WireAnswer } from '../dialect.js'
import { type Example, responsesOf } from '../openapi/responses.js'
import { introspectionExamples, tokenExamples } from './answer-examples.js'
import { clientCredentialsErrors, introspectionErrors, proofErrors, revocationErrors } from './endpoint-errors.js'
import { type Endpoint, type Fields, introspect, metadataEndpoint, revoke, tag, token } from './endpoints.js'
import { errorExamples } from './error-examples.js'
import { refreshErrors, trouble } from './errors.js'
import { metadata, type MetadataOptions, oauthPaths } from './metadata.js'
import { readIntrospectionRequest, readRevocationRequest } from './presented-token.js'
import type { OAuthRequest } from './request.js'
import { revoked } from './response.js'
import { readTokenRequest } from './token-request.js'

/** The problems that every GET may answer; none of them is about the metadata. */
const problem = {
  description: 'A problem (RFC 9457): compare `code`, the words are for people.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** Refusals of the formats that ask for an API key: the token endpoint reads none. */
const elsewhere: ReadonlySet<string> = new Set<Refusal>(['api_key_refused', 'wrong_company'])

/** The endpoints in the OpenAPI document. Every example in it is what the endpoints themselves answer. */
export function openApiSection(options: MetadataOptions): OpenApiSection {
  const proofs = Object.values(proofErrors)
  const tokenErrors = [
    ...unread(readTokenRequest),
    ...unread(readTokenRequest, { grant_type: 'password' }),
    ...Object.entries(refreshErrors).flatMap(([refusal, answer]) => (elsewhere.has(refusal) ? [] : [answer])),
    ...Object.values(clientCredentialsErrors),
    ...proofs,
    trouble.too_many_requests,
  ]
  const revocation = [...unread(readRevocationRequest), ...Object.values(revocationErrors)]
  const introspection = [...unread(readIntrospectionRequest), ...Object.values(introspectionErrors)]
  return {
    tag,
    paths: {
      [oauthPaths.token]: { post: described(token, tokenExamples, tokenErrors) },
      [oauthPaths.revocation]: { post: described(revoke, [{ name: 'revoked', answer: revoked }], revocation) },
      [oauthPaths.introspection]: { post: described(introspect, introspectionExamples(options.issuer), introspection) },
      [oauthPaths.metadata]: { get: describedMetadata(options) },
    },
  }
}

/** What is answered to a form that has only these fields, where it is not enough. */
function unread(read: (request: OAuthRequest) => Reading<unknown>, fields: Readonly<Record<string, string>> = {}): readonly WireAnswer[] {
  const { answer } = read({
    form: { fields, faults: [] },
    query: { fields: {}, faults: [] },
    authorization: undefined,
    apiKey: undefined,
  })
  return answer ? [answer] : []
}

function described({ security, form, answer, body, ...said }: Endpoint, examples: readonly Example[], errors: readonly WireAnswer[]) {
  const responses = responsesOf([...examples, ...errorExamples(errors)], objectOf(body))
  const nonce = security.some((needed) => 'dpopProof' in needed) ? { 'dpop-nonce': { $ref: '#/components/headers/DpopNonce' } } : {}
  const withNonce = (status: 200 | 400) => ({ ...responses[status], headers: { ...responses[status]?.headers, ...nonce } })
  return {
    ...said,
    ...{ tags: [tag.name], security },
    requestBody: {
      required: true,
      content: { 'application/x-www-form-urlencoded': { schema: objectOf(form), example: form.example } },
    },
    responses: { ...responses, 400: withNonce(400), 200: { ...withNonce(200), description: answer } },
  }
}

function describedMetadata(options: MetadataOptions) {
  const { answer, body, ...said } = metadataEndpoint
  const content = { 'application/json': { schema: objectOf(body), example: metadata(options) } }
  return { ...said, tags: [tag.name], security: [], responses: { 200: { description: answer, content }, default: problem } }
}

function objectOf({ fields, required }: Fields) {
  return { type: 'object', properties: fields, required }
}
