import type { Instant, Session } from '@tessera/core'
import type { Pool } from 'pg'
import { isLostRace, isOfAValue } from '../contention.js'
import { deadlines } from '../database.js'
import type { ShownApiKey, ShownAttempt } from './attempt.js'
import { gathering } from './gathering.js'
import type { Ground } from './ground.js'
import { agentHash, setOrigin } from './moved.js'
import { readRotated, rotatedColumns, type RotatedValues } from './rotated-row.js'
import type { Holder, Origin, PolicyRow } from './rows.js'
import { absoluteEnd, apiKeyCompany, clock, idleEnd, inGoodStanding, isClientSecret } from './sql.js'

/**
 * The first row of the rotation table in one statement: the successor is used for the first time. It takes any number of refreshes, each of a
 * session of its own; the sessions are moved on in the order of their ids, so that no two such statements wait for each other in a circle.
 *
 * Everything that the core judges before the table stands in the WHERE; whatever does not match is left to the core, so this
 * statement never has to say why. It changes no indexed column (HOT), but at a session's first refresh after a policy has changed, which stamps
 * other lifetimes (docs/decisions/0109-where-expired-sessions-begin.md).
 *
 * That the ids are among the given ones is said twice: while a table is young and has no statistics yet, PostgreSQL may come to the sessions by
 * way of their users, and then sees at once which of them are meant.
 *
 * Prepared once per connection, in a text for each kind of request: were a secret a parameter that may be null, PostgreSQL would plan
 * every refresh anew, because without the secret's part a plan looks cheaper each time.
 */
function textFor(shows: { readonly secret: boolean; readonly key: boolean }): string {
  const columns = [
    ...[
      column('id', 'uuid'),
      column('generation', 'int'),
      column('branch', 'int'),
      column('client_id', 'text'),
      column('thumbprint', 'text'),
    ],
    ...[column('ip', 'inet'), column('agent', 'int'), column('dialect', 'text'), column('scope', 'text')],
    ...(shows.secret ? [column('secret', 'bytea')] : []),
    ...(shows.key ? [column('prefix', 'text'), column('key', 'bytea')] : []),
  ]
  return `
  UPDATE sessions s
  SET generation = q.generation, branch = q.branch, previous_branch = s.branch, issued_branch = 0, issued_at = n.now,${setOrigin('q.ip', 'q.agent')},
      idle_timeout = coalesce(c.idle_timeout, $1), absolute_lifetime = coalesce(c.absolute_lifetime, $2)
  FROM unnest(${columns.map(({ type }, at) => `$${at + 4}::${type}[]`).join(', ')}) WITH ORDINALITY AS q (${columns.map(({ name }) => name).join(', ')}, place),
    users u, clients c, LATERAL (SELECT ${clock('$3')} AS now WHERE q.id IS NOT NULL) n
  WHERE s.id = q.id AND s.id = ANY ($4::uuid[]) AND u.id = s.user_id AND c.id = s.client_id
    AND s.generation < q.generation
    AND (s.dpop_thumbprint IS NULL OR s.dpop_thumbprint = q.thumbprint${shows.secret ? ' OR (c.confidential AND q.thumbprint IS NOT NULL)' : ''})
    AND (q.client_id IS NULL OR s.client_id = q.client_id)
    AND ${shows.secret ? isClientSecret('q.secret') : 'NOT c.confidential'}
    AND 'refresh_token' = ANY (c.grants)
    AND (q.dialect IS NULL OR c.every_dialect OR q.dialect = ANY (c.dialects))
    AND (q.scope IS NULL OR string_to_array(s.scope, ' ') @> string_to_array(q.scope, ' '))
    ${shows.key ? `AND s.company_id = ${apiKeyCompany('q.prefix', 'q.key')}` : ''}
    AND n.now < ${absoluteEnd('$2')}
    AND n.now < ${idleEnd('$1')}
    AND ${inGoodStanding}
  RETURNING ${rotatedColumns}`
}

/** Those of some sessions that nobody has ended, looked at anew. */
const standing = {
  name: 'rotated-standing',
  text: `SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ANY ($1::uuid[]) AND ${inGoodStanding}`,
}

const column = (name: string, type: string) => ({ name, type })

const statements = {
  plain: { name: 'rotate', text: textFor({ secret: false, key: false }) },
  withSecret: { name: 'rotate-with-secret', text: textFor({ secret: true, key: false }) },
  withKey: { name: 'rotate-with-key', text: textFor({ secret: false, key: true }) },
  withBoth: { name: 'rotate-with-both', text: textFor({ secret: true, key: true }) },
} as const

type Kind = keyof typeof statements

/** The session as it is now, whom it speaks for, and its client's policy. */
export interface Rotated {
  readonly session: Session
  readonly holder: Holder
  readonly policy: PolicyRow
  readonly now: Instant
  /** Whether it came from another network or browser than before. */
  readonly moved: boolean
  /** What ended it was acknowledged while it was moved on, so the core has to judge. */
  readonly wasEnded: boolean
}

/** What rotations stand on, beside what every verb does. */
export interface RotationGround extends Ground {
  /** The connections on which they are committed, and nothing else where they are not those of everything. */
  readonly rotations: Pool
  /** Told how many go to the database in one statement. */
  readonly gathered: (refreshes: number) => void
}

interface Move {
  readonly attempt: ShownAttempt
  readonly origin: Origin
}

/** Moves a session on to the presented token, if that is all there is to it; undefined when the core has to judge. */
export type Rotate = (attempt: ShownAttempt, origin: Origin) => Promise<Rotated | undefined>

/**
 * Statements of one kind that are under way at once, where one takes long: all four kinds together leave connections for everything else. And refreshes in
 * one of them: more would wait for each other's rows.
 */
const gathered = {
  ...{ atOnce: 2, patience: 5, most: 64, longest: deadlines.answer },
  isOfOne: (fault: unknown) => isLostRace(fault) || isOfAValue(fault),
}

/** Refreshes that wait at the same moment go to the database together, each kind in one statement; each is answered by its own row. */
export function rotating(ground: RotationGround): Rotate {
  const kinds = {} as Record<Kind, (move: Move) => Promise<Rotated | undefined>>
  for (const kind of Object.keys(statements) as Kind[]) kinds[kind] = gathering((moves) => rotateTogether(ground, kind, moves), gathered)
  return async (attempt, origin) => {
    const { clientSecretHash, apiKey } = attempt
    if (apiKey === 'owed') return undefined
    return kinds[clientSecretHash === null ? (apiKey ? 'withKey' : 'plain') : apiKey ? 'withBoth' : 'withSecret']({ attempt, origin })
  }
}

/** @returns in its own place what each move came to: of two that are about one session at most one is made, and the core judges the other */
async function rotateTogether(ground: RotationGround, kind: Kind, moves: readonly Move[]): Promise<readonly (Rotated | undefined)[]> {
  const order = moves.map((_, at) => at).sort((one, other) => (idIn(moves, one) < idIn(moves, other) ? -1 : 1))
  const inOrder = <T>(of: (move: Move) => T): T[] => order.map((at) => of(moves[at] as Move))
  const key = (move: Move) => move.attempt.apiKey as ShownApiKey
  ground.gathered(moves.length)
  const { rows } = await ground.rotations.query<RotatedValues>({
    ...statements[kind],
    rowMode: 'array',
    values: [
      ...[ground.defaults.idleTimeout, ground.defaults.absoluteLifetime, ground.clockOffset()],
      inOrder(({ attempt }) => attempt.token.sessionId),
      inOrder(({ attempt }) => attempt.token.generation),
      inOrder(({ attempt }) => attempt.token.branch),
      inOrder(({ attempt }) => attempt.clientId),
      inOrder(({ attempt }) => attempt.dpop?.thumbprint ?? null),
      inOrder(({ origin }) => origin.ip),
      inOrder(({ origin }) => agentHash(origin.userAgent)),
      inOrder(({ attempt }) => attempt.dialect),
      inOrder(({ attempt }) => attempt.scope?.join(' ') ?? null),
      ...(kind === 'withSecret' || kind === 'withBoth' ? [inOrder(({ attempt }) => attempt.clientSecretHash)] : []),
      ...(kind === 'withKey' || kind === 'withBoth' ? [inOrder((move) => key(move).prefix), inOrder((move) => key(move).hash)] : []),
    ],
  })
  const read = rows.map(readRotated)
  const late = read.filter(({ isLate }) => isLate).map(({ session }) => session.id)
  const ended = new Set(late.length > 0 ? await endedOf(ground, late) : [])
  const answers: (Rotated | undefined)[] = moves.map(() => undefined)
  for (const { session, holder, policy, now, moved, place } of read) {
    answers[order[place - 1] as number] = { session, holder, policy, now, moved, wasEnded: ended.has(session.id) }
  }
  return answers
}

async function endedOf({ pool }: RotationGround, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>({ ...standing, values: [ids] })
  const alive = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => !alive.has(id))
}

const idIn = (moves: readonly Move[], at: number) => (moves[at] as Move).attempt.token.sessionId
