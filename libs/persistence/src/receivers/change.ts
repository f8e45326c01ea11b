import { changedIn, picked } from '../changed.js'
import type { Ground } from '../ground.js'
import type { Reach } from '../sessions/index.js'
import { receiverOn } from './find.js'
import { type LockedReceiver, withLockedReceiver } from './locked.js'
import { logReceiver, type ReceiverActor } from './log.js'
import type { ReceiverRules, StoredReceiver } from './stored-receiver.js'

/** What is to be of a receiver from now on. */
export interface ReceiverState extends ReceiverRules {
  readonly paused: boolean
  /** Sealed for it; null takes away what there was, undefined keeps it. */
  readonly authorization?: Uint8Array | null | undefined
}

/** Judges a receiver as it stands: what it is to become, or why it may not. */
export type JudgeReceiver<Refusal> = (receiver: StoredReceiver) => { readonly to: ReceiverState } | { readonly refusal: Refusal }

export type ReceiverChange<Refusal> =
  { readonly outcome: 'changed'; readonly receiver: StoredReceiver } | { readonly outcome: 'refused'; readonly refusal: Refusal }

/** Whatever it was that failed may be mended: it is tried again at once. */
const update = `
  UPDATE receivers SET name = $2, url = $3, kinds = $4, audience = $5,
    paused_at = CASE WHEN $6 THEN coalesce(paused_at, to_timestamp($7::float8 / 1000)) END,
    sealed_authorization = CASE WHEN $8 THEN $9::bytea ELSE sealed_authorization END, failures = 0, retry_at = NULL
  WHERE id = $1`

/**
 * Changes a receiver, pauses it or lets it go on, and logs what changed.
 *
 * @returns null when there is no such receiver within reach
 * @throws ContentionFault when others held the row until the deadline; nothing was changed then
 */
export async function changeReceiver<Refusal>(
  ground: Ground,
  id: string,
  judge: JudgeReceiver<Refusal>,
  reach: Reach,
  actor: ReceiverActor,
): Promise<ReceiverChange<Refusal> | null> {
  return withLockedReceiver(ground, id, reach, async (locked): Promise<ReceiverChange<Refusal> | null> => {
    const judged = judge(locked.receiver)
    if ('refusal' in judged) return { outcome: 'refused', refusal: judged.refusal }
    await write(locked, judged.to, actor)
    const receiver = await receiverOn(locked.transaction, ground.clockOffset(), id, reach)
    return receiver && { outcome: 'changed', receiver }
  })
}

async function write({ receiver, now, transaction }: LockedReceiver, to: ReceiverState, actor: ReceiverActor): Promise<void> {
  const { name, url, kinds, audience, paused, authorization } = to
  const before = {
    name: receiver.name,
    url: receiver.url,
    kinds: receiver.kinds ?? [],
    audience: receiver.audience,
    paused: receiver.pausedAt !== null,
  }
  const after = { name, url, kinds, audience, paused }
  const changed = changedIn(before, after)
  if (changed.length === 0 && authorization === undefined) return
  await transaction.query(update, [
    receiver.id,
    name,
    url,
    kinds,
    audience,
    paused,
    now,
    authorization !== undefined,
    authorization ?? null,
  ])
  const details = {
    ...{ id: receiver.id, name, from: picked(before, changed), to: picked(after, changed) },
    ...(authorization !== undefined && { authorization: authorization === null ? 'removed' : 'replaced' }),
  }
  await logReceiver(transaction, now, { kind: 'receiver_changed', companyId: receiver.company?.id ?? null, details }, actor)
}
