import type { OpenApiSection } from '@tessera/contract'
import type { Dialect, LoginRoute, RefreshRoute, Trouble, WireAnswer } from '../dialect.js'
import { exampleTokens } from './example-tokens.js'
import { exampleRequest, firstOfEach, requestOf } from './requests.js'
import { type Example, responsesOf } from './responses.js'

type Route = RefreshRoute | LoginRoute

/** What the server says of a request to one of the addresses, in the order of the statuses. The others are about other addresses and methods. */
const troublesOfRequests = [
  'malformed_request',
  'request_timeout',
  'payload_too_large',
  'uri_too_long',
  'unsupported_media_type',
  'headers_too_large',
  'internal_error',
  'unavailable',
] as const satisfies readonly Trouble[]

/** Logins are limited, refreshes are not. */
const troublesOfLogins = [...troublesOfRequests, 'too_many_requests'] as const

/** A wire format in the OpenAPI document. Every example in it is what the format itself reads or answers. */
export function sectionOf(dialect: Dialect): OpenApiSection {
  const { name, title, refresh, logIn } = dialect
  const tag = { name: `${title} format`, description: descriptionOf(dialect) }
  const stem = name.replace(/-+(.?)/g, (_, next: string) => next.toUpperCase())
  const entries = [
    ...operations(dialect, refresh, `${stem}Refresh`, troublesOfRequests),
    ...(logIn ? operations(dialect, logIn, `${stem}LogIn`, troublesOfLogins) : []),
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

/** One for each address. After the first, `x-same-as` names it: a page for people shows it once. */
function operations(
  dialect: Dialect,
  route: Route,
  operationId: string,
  troubles: readonly Trouble[],
): readonly (readonly [string, object])[] {
  const { summary, inputs, takesForms = false, paths } = route
  const operation = {
    summary: summary.replace(/\.$/, ''),
    ...requestOf(inputs, takesForms),
    responses: responsesOf([
      { name: 'tokens', answer: route.answer(exampleTokens(dialect)) },
      ...unread(route),
      ...Object.values<WireAnswer>(route.errors).map((answer) => ({ name: 'refused', answer })),
      ...troubles.map((trouble) => ({ name: trouble, answer: dialect.trouble[trouble] })),
    ]),
  }
  return paths.map((path, index) => [
    path,
    index === 0 ? { operationId, ...operation } : { operationId: `${operationId}${index + 1}`, 'x-same-as': operationId, ...operation },
  ])
}

/** What the format itself says when one of the things that it needs is missing. */
function unread({ inputs, read }: Route): readonly Example[] {
  return firstOfEach(inputs).flatMap(({ name, holds }) => {
    const { answer } = read(exampleRequest(inputs.filter((input) => input.holds !== holds)))
    return answer ? [{ name: `without_${name}`, answer }] : []
  })
}
