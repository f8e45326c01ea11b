import type { UpdateClient } from '@tessera/contract'
import type { ClientRules, ClientState } from '@tessera/persistence'

/** What the wire calls each of a client's rules. */
export const fieldOf = {
  name: 'name',
  scope: 'scope',
  grants: 'grants',
  audience: 'audience',
  dialects: 'dialects',
  accessTokenLifetime: 'access_token_lifetime',
  idleTimeout: 'idle_timeout',
  absoluteLifetime: 'absolute_lifetime',
  retryWindow: 'retry_window',
  reusePolicy: 'reuse_policy',
  sessionsPerUser: 'sessions_per_user',
  dpopRequired: 'dpop_required',
  disabled: 'disabled',
} as const satisfies Record<keyof ClientState, keyof UpdateClient>

const rules = Object.keys(fieldOf) as (keyof ClientState)[]

/** What a body says of a client's rules: those that it names. A list has each entry once. */
export function rulesIn(body: UpdateClient): Partial<ClientState> {
  const named = rules.filter((rule) => body[fieldOf[rule]] !== undefined)
  return Object.fromEntries(named.map((rule) => [rule, once(body[fieldOf[rule]])]))
}

/** The rules as the wire has them. */
export function fieldsOf(client: ClientRules) {
  const { name, scope, grants, audience, dialects, accessTokenLifetime, idleTimeout, absoluteLifetime, retryWindow, reusePolicy } = client
  return {
    ...{ name, scope, audience, grants: [...grants], dialects: dialects && [...dialects] },
    access_token_lifetime: accessTokenLifetime,
    idle_timeout: idleTimeout,
    absolute_lifetime: absoluteLifetime,
    retry_window: retryWindow,
    reuse_policy: reusePolicy,
    sessions_per_user: client.sessionsPerUser,
    dpop_required: client.dpopRequired,
  }
}

function once(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set<unknown>(value)] : value
}
