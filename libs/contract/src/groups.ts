/** The groups that endpoints are listed under, in the order in which a reader meets them. */
export const groups = {
  Accounts: 'Sign up, verify an address, set a forgotten password: what needs no login. Every address is answered alike.',
  Sessions: 'Log in, refresh, log out: what every client needs.',
  Me: 'What people see and change of their own: profile, password, e-mail, second factor, sessions.',
  Administration: 'Find and end sessions. The role is checked in the database at each call.',
  Revocations:
    'End many sessions at once. A revocation first says what it will hit, starts after a few seconds, and can be stopped: what is ended is final, what is not is spared.',
  Overview: 'What happens now: figures over the last hour, day or week, changes as they come, and the event log.',
  Users: 'Find, create, invite, change, disable and delete users. Whoever is bound to a company sees and changes its users alone.',
  Clients: 'The applications that hold tokens: owners create and change them, every administrator reads them.',
  Companies: 'The tenants that users belong to.',
  'Revocation feed':
    'For resource servers: what was revoked, as it happens, so that access tokens already out are refused. @tessera/verifier follows it; security event tokens (RFC 8417) say the same to everybody else.',
  Receivers: 'Addresses that are told what happens: webhooks, and receivers of security event tokens.',
  'Signing keys': 'The keys that access tokens are signed with: one signs, the next and the last are published beside it.',
  'API keys':
    'Keys that programs send as `x-api-key`, or as a bearer token, instead of a person’s access token. Each is bound to a company.',
  Discovery: 'The keys for verifying access tokens.',
  Operations: 'For load balancers and orchestrators.',
} as const

export type Group = keyof typeof groups
