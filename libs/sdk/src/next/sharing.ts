import { sessionRoutes } from '@tessera/contract'
import type { Client } from '../client.js'

/** Answers of refreshes that are in the air, by the refresh token presented. */
export type InFlight = Map<string, Promise<unknown>>

/**
 * A client whose requests that present one refresh token at one time share one refresh. A browser asks for many things at once, all with
 * the same cookie. Processes that do not share get the same successor, since the server answers a retry with it.
 */
export function sharing(client: Client, inFlight: InFlight): Client {
  const call = client.call as (route: unknown, request?: { body?: { refresh_token?: string } }, ...rest: unknown[]) => Promise<unknown>
  return {
    call: ((route: unknown, request, ...rest) => {
      const presented = route === sessionRoutes.refresh ? request?.body?.refresh_token : undefined
      if (presented === undefined) return call(route, request, ...rest)
      const shared = inFlight.get(presented)
      if (shared) return shared
      const started = call(route, request, ...rest).finally(() => inFlight.delete(presented))
      inFlight.set(presented, started)
      return started
    }) as typeof call as Client['call'],
  }
}
