import type { z } from 'zod'
import type { ApiKeyScope } from './api-keys.js'
import { groups } from './groups.js'
import { jsonSchemas, type JsonSchemas } from './json-schema.js'
import { Problem, type ProblemCode, problems } from './problem.js'
import { problemsOf } from './problems-of.js'
import type { Route } from './route.js'
import { securityOf, securitySchemes } from './security.js'

/** Endpoints that are documented elsewhere: their group, and their path items as OpenAPI has them. */
export interface OpenApiSection {
  readonly tag: { readonly name: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
}

export interface OpenApiOptions {
  /** The address of the API, which is also what its access tokens name as `iss`. */
  readonly issuer: string
  readonly version: string
  /** What is listed after the routes. None of its paths is a route's. */
  readonly sections?: readonly OpenApiSection[]
}

/** An OpenAPI 3.1 document, as plain JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly components: Readonly<Record<'schemas' | 'responses' | 'headers' | 'securitySchemes', Readonly<Record<string, object>>>>
  readonly [section: string]: unknown
}

const description = `Sessions that clients can refresh, people can see and administrators can end.

Requests and answers are JSON. A field that is not listed is refused, and so is a string that holds NUL or half of a surrogate pair.
Times are RFC 3339 with milliseconds, in UTC. Every error is a problem (RFC 9457): compare its \`code\`, not its wording.`

const descriptionOfSections = `The OAuth endpoints and the documented wire formats refresh the same sessions, with the same tokens. They pass over fields
that they do not know, and their errors have shapes of their own: each is described there.`

const success: Readonly<Record<number, string>> = { 200: 'Done.', 201: 'Created.', 204: 'Done; there is nothing to say.' }

/** Prints the OpenAPI 3.1 document of a route map: what it says is what the API's door checks, and what the SDK calls. */
export function openApi(routes: Readonly<Record<string, Route>>, { issuer, version, sections = [] }: OpenApiOptions): OpenApiDocument {
  const schemas = jsonSchemas()
  const problem = schemas.answered(Problem)
  const responses: Record<string, object> = {}
  const paths: Record<string, Record<string, object>> = {}

  for (const [operationId, route] of Object.entries(routes)) {
    const refusals = refusalsOf(route).map(([status, codes]) => {
      const name = codes.join('-or-')
      responses[name] ??= refusal(status, codes, problem)
      return [status, { $ref: `#/components/responses/${name}` }]
    })
    const operations = (paths[route.path] ??= {})
    operations[route.method.toLowerCase()] = { operationId, ...operation(route, schemas, Object.fromEntries(refusals)) }
  }

  return {
    openapi: '3.1.1',
    info: {
      ...{ title: 'Tessera', version, license: { name: 'MIT', identifier: 'MIT' } },
      description: sections.length === 0 ? description : `${description}\n\n${descriptionOfSections}`,
    },
    servers: [{ url: issuer }],
    tags: [...Object.entries(groups).map(([name, purpose]) => ({ name, description: purpose })), ...sections.map(({ tag }) => tag)],
    paths: Object.assign(paths, ...sections.map((section) => section.paths)) as typeof paths,
    components: {
      schemas: schemas.components(),
      responses,
      headers: {
        RetryAfter: { description: 'Seconds to wait before the next attempt.', schema: { type: 'integer', minimum: 0 } },
        RateLimit: {
          description: 'The bound that was reached: `r` attempts remain for `t` seconds (draft-ietf-httpapi-ratelimit-headers-10).',
          schema: { type: 'string', examples: ['"log-in-network";r=0;t=42'] },
        },
        RateLimitPolicy: {
          description: 'What that bound is: `q` attempts in `w` seconds.',
          schema: { type: 'string', examples: ['"log-in-network";q=60;w=60'] },
        },
        Challenge: {
          description: 'How to authenticate (RFC 9110 §11.6.1).',
          schema: { type: 'string', examples: ['Bearer realm="tessera"'] },
        },
        Allow: { description: 'The methods that the address takes.', schema: { type: 'string', examples: ['GET, HEAD'] } },
        DpopNonce: {
          description: 'Where the request had a proof of possession: the nonce for the next one (RFC 9449 §8).',
          schema: { type: 'string' },
        },
      },
      securitySchemes,
    },
  }
}

function operation(route: Route, schemas: JsonSchemas, refusals: object): object {
  const roles = Array.isArray(route.access) ? `Roles: ${route.access.map((role) => `\`${role}\``).join(', ')}.` : undefined
  const apiKeys = route.apiKeyScope && `An API key needs the scope \`${route.apiKeyScope}\`, and sees ${seenWith(route.apiKeyScope)}.`
  const description = [route.description, roles, apiKeys].filter(Boolean).join('\n\n')
  const parameters = [...parametersIn('path', route.params, schemas), ...parametersIn('query', route.query, schemas)]
  return {
    tags: [route.group],
    summary: route.summary,
    ...(description && { description }),
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: requestBody(route.body, schemas) }),
    responses: { ...successes(route, schemas), ...refusals },
  }
}

function seenWith(scope: ApiKeyScope): string {
  return scope === 'revocations:read'
    ? 'its own company only, or with `revocations:every_company` beside it everybody’s'
    : 'its own company only'
}

/** No body is the same as an empty object; so one is required only where something in it is. */
function requestBody(body: z.ZodType, schemas: JsonSchemas): object {
  return { required: !body.safeParse({}).success, content: { 'application/json': { schema: schemas.given(body) } } }
}

function parametersIn(place: 'path' | 'query', part: z.ZodType | undefined, schemas: JsonSchemas): object[] {
  if (!part) return []
  const { properties = {}, required = [] } = schemas.given(part)
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema as Exclude<typeof schema, boolean>
    return { name, in: place, required: required.includes(name), ...(description && { description }), schema: rest }
  })
}

function successes(route: Route, schemas: JsonSchemas): object {
  const all = Object.entries(route.responses).map(([status, body]) => {
    const types = route.streams ?? ['application/json']
    const content = body && { content: Object.fromEntries(types.map((type) => [type, { schema: schemas.answered(body) }])) }
    return [status, { description: success[Number(status)] ?? 'Done.', ...headersOf(takesProofs(route) ? ['DPoP-Nonce'] : []), ...content }]
  })
  return Object.fromEntries(all)
}

function refusalsOf(route: Route): [status: number, codes: ProblemCode[]][] {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of problemsOf(route)) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return [...byStatus].sort(([a], [b]) => a - b)
}

function refusal(status: number, codes: readonly ProblemCode[], schema: object): object {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
    ...headersOf([...(headersOfStatus[status] ?? []), ...(codes.includes('use_dpop_nonce') ? (['DPoP-Nonce'] as const) : [])]),
    content: { 'application/problem+json': { schema } },
  }
}

/** Whether a request may carry a proof of possession: the answer then brings the nonce for the next. */
function takesProofs(route: Route): boolean {
  return problemsOf(route).includes('use_dpop_nonce')
}

/** Each header that an answer may have for a client to act on, and the component that describes it. */
const headers = {
  'Retry-After': 'RetryAfter',
  RateLimit: 'RateLimit',
  'RateLimit-Policy': 'RateLimitPolicy',
  'WWW-Authenticate': 'Challenge',
  Allow: 'Allow',
  'DPoP-Nonce': 'DpopNonce',
} as const

type HeaderName = keyof typeof headers

const headersOfStatus: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  429: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
  503: ['Retry-After'],
}

function headersOf(names: readonly HeaderName[]): object {
  const described = names.map((name) => [name, { $ref: `#/components/headers/${headers[name]}` }])
  return described.length > 0 ? { headers: Object.fromEntries(described) as object } : {}
}
