/** The groups that endpoints are listed under, in the order in which a reader meets them. */
export const groups = {
  Sessions: 'Log in, refresh, log out: what every client needs.',
  Me: 'What people see and end of their own.',
  Administration: 'Find and end sessions, and create users. The role is checked in the database at each call.',
  Clients: 'The applications that hold tokens: owners create and change them, every administrator reads them.',
  Companies: 'The tenants that users belong to.',
  'API keys': 'Keys that programs send as `x-api-key`, instead of a person’s access token. Each is bound to a company.',
  Discovery: 'The keys for verifying access tokens.',
  Operations: 'For load balancers and orchestrators.',
} as const

export type Group = keyof typeof groups
