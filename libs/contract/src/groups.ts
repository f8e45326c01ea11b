/** The groups that endpoints are listed under, in the order in which a reader meets them. */
export const groups = {
  Sessions: 'Log in, refresh, log out: what every client needs.',
  Me: 'What people see and end of their own.',
  Administration: 'Find and end sessions, and create users. The role is checked in the database at each call.',
  Discovery: 'The keys for verifying access tokens.',
  Operations: 'For load balancers and orchestrators.',
} as const

export type Group = keyof typeof groups
