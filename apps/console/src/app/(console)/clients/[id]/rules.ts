import type { Client } from '@tessera/contract'
import { textIn } from '../../../../api/form-text'

/** What an owner decides for a client beside its lifetimes. */
export const ruleFields = ['name', 'scope', 'grants', 'audience', 'dialects', 'reuse_policy', 'sessions_per_user', 'dpop_required'] as const
export type Rules = Pick<Client, (typeof ruleFields)[number]>

export function rulesOf(client: Client): Rules {
  const { name, scope, grants, audience, dialects, reuse_policy, sessions_per_user, dpop_required } = client
  return {
    name,
    scope,
    grants: [...grants].sort(),
    audience,
    dialects: dialects && [...dialects].sort(),
    reuse_policy,
    sessions_per_user,
    dpop_required,
  }
}

/** The rules as they stand in the form; whether they may be so is for the contract and the API to say. */
export function rulesIn(form: FormData): Readonly<Record<keyof Rules, unknown>> {
  const typed = (name: string) => textIn(form, name).trim()
  const policy = typed('reuse_policy')
  const most = typed('sessions_per_user')
  return {
    name: typed('name'),
    scope: typed('scope').split(/\s+/).join(' '),
    grants: form.getAll('grants').sort(),
    audience: typed('audience') || null,
    dialects: typed('dialects_all') === 'all' ? null : form.getAll('dialects').sort(),
    reuse_policy: policy === '' ? null : policy,
    sessions_per_user: most === '' ? null : Number(most),
    dpop_required: typed('dpop_required') === 'yes',
  }
}
