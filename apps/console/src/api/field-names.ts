/** What people call a field of the contract, at the beginning of a sentence. */
export const fieldNames: Readonly<Record<string, string>> = {
  email: 'The e-mail',
  password: 'The password',
  current_password: 'The current password',
  new_password: 'The new password',
  name: 'The name',
  code: 'The code',
  token: 'The link',
  scopes: 'The list of uses',
  expires_in: 'The lifetime',
  company_id: 'The company',
  roles: 'The list of roles',
  client_id: 'The client id',
  scope: 'The scope',
  grants: 'The list of grants',
  audience: 'The audience',
  dialects: 'The list of formats',
  access_token_lifetime: 'The access token’s lifetime',
  idle_timeout: 'The idle timeout',
  absolute_lifetime: 'The absolute lifetime',
  retry_window: 'The retry window',
  reuse_policy: 'The policy',
  sessions_per_user: 'The number of sessions',
  url: 'The address',
  kinds: 'The list of events',
  authorization: 'The authorization',
  q: 'The search',
  ids: 'The list of sessions',
  user_id: 'The user',
  prefix: 'The beginning of the key',
  ip: 'The network',
  device: 'The device',
  dialect: 'The format',
  started_after: 'The time “started after”',
  started_before: 'The time “started before”',
  seen_after: 'The time “last seen since”',
  seen_before: 'The time “last seen before”',
  ended_after: 'The time “ended after”',
  ended_before: 'The time “ended before”',
  after: 'The place in the list',
}

/** The same for where the API says that a field is: `query.ip`, `body.kinds.0`. */
export function fieldName(path: string): string {
  const field = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path
  return fieldNames[field] ?? `The ${field.replaceAll('_', ' ')}`
}
