import type { Instant } from '@tessera/core'
import { logged, type Actor } from './log.js'
import { changedIn, picked } from '../changed.js'
import type { Ground } from '../ground.js'
import { watermarkAt } from '../sessions/ending-sql.js'
import { detailOf, type LockedClient, withLockedClient } from './locked.js'
import { type ClientDetail, type ClientRules, rulesColumns, rulesValues, type StoredClient } from './stored-client.js'

/** What a client is to be. */
export interface ClientState extends ClientRules {
  readonly disabled: boolean
}

/**
 * Judges, while nobody else can change the client, what it is to become; or refuses, and nothing changes. It must not wait for
 * anything: logins wait for it.
 */
export type JudgeChange<Refusal> = (client: StoredClient) => { readonly to: ClientState } | { readonly refusal: Refusal }

export type ClientChange<Refusal> =
  { readonly outcome: 'changed'; readonly client: ClientDetail } | { readonly outcome: 'refused'; readonly refusal: Refusal }

const update = `
  UPDATE clients SET (${rulesColumns}) = ROW ($2, $3, $4, $5, $6, $7, $8::int, $9::int, $10::int, $11::int, $12::reuse_policy, $13::int, $14)
  WHERE id = $1`

/**
 * Changes a client, and logs what changed, in one transaction. Disabling it ends every session that was started at it by then: a login
 * that races it either does not start, or has started before the watermark.
 *
 * @returns null when there is no such client
 * @throws ContentionFault when others held the row until the deadline; nothing was changed then
 */
export async function changeClient<Refusal>(
  ground: Ground,
  id: string,
  judge: JudgeChange<Refusal>,
  actor: Actor,
): Promise<ClientChange<Refusal> | null> {
  return withLockedClient(ground, id, async (locked): Promise<ClientChange<Refusal> | null> => {
    const judged = judge(locked.client)
    if ('refusal' in judged) return { outcome: 'refused', refusal: judged.refusal }
    const { disabled, ...rules } = judged.to
    await changeRules(locked, rules, actor)
    if (disabled && locked.client.disabledAt === null) await disable(locked, actor)
    if (!disabled && locked.client.disabledAt !== null) await enable(locked, actor)
    const client = await detailOf(locked.transaction, id)
    return client && { outcome: 'changed', client }
  })
}

async function changeRules({ client, now, transaction }: LockedClient, rules: ClientRules, actor: Actor): Promise<void> {
  const changed = changedIn<ClientRules>(client, rules)
  if (changed.length === 0) return
  await transaction.query(update, [client.id, ...rulesValues(rules)])
  const details = { from: picked(client, changed), to: picked(rules, changed) }
  await logged(transaction, client.id, now, { kind: 'client_changed', details }, actor)
}

const watermark = `
  INSERT INTO watermarks (subject, at, reason, by)
  SELECT 'client:' || $1, ${watermarkAt('to_timestamp($2::float8 / 1000)', 'client', '$1')}, $3::end_reason, $4 RETURNING subject, at`

/** The watermark's instant was read when the row was locked, so no session that could start before is later than it. */
async function disable({ client, now, transaction }: LockedClient, actor: Actor): Promise<void> {
  const reason = 'client_disabled'
  await transaction.query('UPDATE clients SET disabled_at = to_timestamp($2::float8 / 1000) WHERE id = $1', [client.id, now])
  const { rows } = await transaction.query<{ subject: string; at: Instant }>(watermark, [client.id, now, reason, actor.by])
  await logged(transaction, client.id, now, { kind: 'client_disabled' }, actor)
  for (const { subject, at } of rows)
    await logged(transaction, client.id, at, { kind: 'watermark_set', reason, details: { subject, except: null } }, actor)
}

async function enable({ client, now, transaction }: LockedClient, actor: Actor): Promise<void> {
  await transaction.query('UPDATE clients SET disabled_at = NULL WHERE id = $1', [client.id])
  await logged(transaction, client.id, now, { kind: 'client_enabled' }, actor)
}
