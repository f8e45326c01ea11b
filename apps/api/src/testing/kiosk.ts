import type { RouteCall, routes } from '@tessera/contract'

/** A client whose sessions are for a place that many people pass by. */
export const kiosk: RouteCall<typeof routes.createClient>['body'] = {
  name: 'Kiosk in the hall',
  scope: 'account',
  access_token_lifetime: 120,
  idle_timeout: 10 * 60,
  absolute_lifetime: 8 * 60 * 60,
  reuse_policy: 'strict',
  sessions_per_user: 1,
}
