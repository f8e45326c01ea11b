import type { OpenApiSection, SecurityRequirement } from '@tessera/contract'
import type { Refusal } from '@tessera/core'
import {
  type AccountCall,
  accountCalls,
  type AccountRefusal,
  accountRefusals,
  type AccountRoutes,
  type Dialect,
  type LoginRefusal,
  type LoginRoute,
  type Reading,
  type RefreshRoute,
  type Trouble,
  type WireAnswer,
  type WireRequest,
} from '../dialect.js'
import { exampleTokens } from './example-tokens.js'
import { exampleRequest, firstOfEach, type Inputs, requestOf, securityOf } from './requests.js'
import { type Example, responsesOf } from './responses.js'

/** A route with an answer of its success, for the reference. */
type Route = Pick<RefreshRoute, 'summary' | 'paths' | 'takesForms'> & {
  readonly inputs: Inputs
  readonly security: readonly SecurityRequirement[]
  readonly read: (request: WireRequest) => Reading<object>
  readonly answers: readonly Example[]
}

/** What the server says of a request to one of the addresses, in the order of the statuses. The others are about other addresses and methods. */
const troublesOfRequests = [
  'malformed_request',
  'request_timeout',
  'payload_too_large',
  'uri_too_long',
  'unsupported_media_type',
  'headers_too_large',
  'too_many_requests',
  'internal_error',
  'unavailable',
] as const satisfies readonly Trouble[]

/** As our own calls for whoever is logged in have it. */
const callersOwn: readonly SecurityRequirement[] = [{ accessToken: [] }, { boundAccessToken: [], dpopProof: [] }]

/** No format knows of proofs of possession: the server adds these to its words (RFC 9449 §7.1, §8). */
const nonce = { 'dpop-nonce': { $ref: '#/components/headers/DpopNonce' } }
const challenge = { 'www-authenticate': { $ref: '#/components/headers/Challenge' }, ...nonce }
const challenged: ReadonlySet<string> = new Set<Refusal | LoginRefusal | AccountRefusal>(['proof_missing', 'proof_stale', 'caller_refused'])

/** A wire format in the OpenAPI document. Every example in it is what the format itself reads or answers. */
export function sectionOf(dialect: Dialect): OpenApiSection {
  const { name, title, refresh, logIn, accounts } = dialect
  const tag = { name: `${title} format`, description: descriptionOf(dialect) }
  const stem = name.replace(/-+(.?)/g, (_, next: string) => next.toUpperCase())
  const entries = [
    ...operations(dialect, handing(dialect, refresh), `${stem}Refresh`),
    ...(logIn ? operations(dialect, handing(dialect, logIn), `${stem}LogIn`) : []),
    ...(accounts ? accountCalls.flatMap((call) => accountOperations(dialect, accounts[call], call, stem)) : []),
  ]
  return { tag, paths: Object.fromEntries(entries.map(([path, operation]) => [path, { post: { tags: [tag.name], ...operation } }])) }
}

function descriptionOf({ name, accessTokenLifetime, clientsNeedNotRotate }: Dialect): string {
  const sentences = [
    `A documented wire format, \`${name}\` to settings and clients: its words for the same sessions and tokens.`,
    accessTokenLifetime !== undefined && `Access tokens live ${accessTokenLifetime} seconds, unless the client has a setting of its own.`,
    clientsNeedNotRotate && 'A client may keep presenting one refresh token until its session ends.',
  ]
  return sentences.filter(Boolean).join(' ')
}

function handing(dialect: Dialect, route: RefreshRoute | LoginRoute): Route {
  const tokens: Example = { name: 'tokens', answer: route.answer(exampleTokens(dialect)), headers: nonce }
  const ways = securityOf(route.inputs)
  // Without a proof, or with one: at a login it binds the session, at a refresh it shows the key of one that is bound.
  const security = [...ways, ...ways.map((way) => ({ ...way, dpopProof: [] }))]
  return { ...route, security, answers: [tokens, ...Object.entries<WireAnswer>(route.errors).map(refused)] }
}

function refused([refusal, answer]: readonly [string, WireAnswer]): Example {
  return { name: 'refused', answer, ...(challenged.has(refusal) && { headers: challenge }) }
}

function accountOperations(dialect: Dialect, route: AccountRoutes[AccountCall], call: AccountCall, stem: string) {
  const { done, errors, unfit } = route
  const isOwn = call === 'changePassword'
  const answers: Example[] = [
    { name: 'done', answer: done, ...(isOwn && { headers: nonce }) },
    ...accountRefusals[call].map((refusal) => refused([refusal, errors[refusal]])),
    { name: 'unfit', answer: unfit('What is wrong, in a sentence.') },
  ]
  const security = isOwn ? callersOwn : []
  return operations(dialect, { ...route, security, answers }, `${stem}${call.charAt(0).toUpperCase()}${call.slice(1)}`)
}

/** One for each address. After the first, `x-same-as` names it: a page for people shows it once. */
function operations(dialect: Dialect, route: Route, operationId: string): readonly (readonly [string, object])[] {
  const { summary, inputs, security, takesForms = false, paths } = route
  const operation = {
    summary: summary.replace(/\.$/, ''),
    security,
    ...requestOf(inputs, takesForms),
    responses: responsesOf([
      ...route.answers,
      ...unread(route),
      ...troublesOfRequests.map((trouble) => ({ name: trouble, answer: dialect.trouble[trouble] })),
    ]),
  }
  return paths.map((path, index) => [
    path,
    index === 0 ? { operationId, ...operation } : { operationId: `${operationId}${index + 1}`, 'x-same-as': operationId, ...operation },
  ])
}

/** What the format itself says when one of the things that it needs is missing. */
function unread({ inputs, read }: Route): readonly Example[] {
  return firstOfEach(inputs).flatMap(({ name, holds, optional }) => {
    if (optional) return []
    const { answer } = read(exampleRequest(inputs.filter((input) => input.holds !== holds)))
    return answer ? [{ name: `without_${name}`, answer }] : []
  })
}
