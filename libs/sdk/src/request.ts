import type { Route } from '@tessera/contract'

/** A request's parts, as a caller gives them; which of them a route has, its RouteCall type says. */
export interface RequestParts {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

/**
 * The address of a call: the parameters put in, each encoded as one segment; fields of the query that are undefined left out.
 *
 * @throws TypeError for a parameter that is missing, and for a base that leads to no API, as an environment variable that is not set does
 */
export function addressOf(baseUrl: string, route: Route, { params, query }: RequestParts): string {
  if (!/^(https?:\/\/|\/|$)/i.test(baseUrl))
    throw new TypeError(`baseUrl must be where the API is, such as https://auth.example.com; it is ${JSON.stringify(baseUrl)}`)
  const given = fieldsOf(params)
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given.get(name)
    if (value === undefined) throw new TypeError(`${route.method} ${route.path} needs the parameter ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams([...fieldsOf(query)]).toString()
  return baseUrl.replace(/\/+$/, '') + path + (search && `?${search}`)
}

/** The JSON of a call's body; undefined where the route takes none. A body whose fields were all left out is still an object. */
export function bodyOf(route: Route, { body }: RequestParts): string | undefined {
  return route.body ? JSON.stringify(body ?? {}) : undefined
}

function fieldsOf(part: unknown): Map<string, string> {
  const given = Object.entries(part ?? {}).filter(([, value]) => value !== undefined)
  return new Map(given.map(([name, value]) => [name, String(value)]))
}
