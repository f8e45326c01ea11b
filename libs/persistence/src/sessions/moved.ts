import { crc32 } from 'node:zlib'
import type { Instant, PresentedRefreshToken } from '@tessera/core'
import type { Ground } from './ground.js'
import type { Origin } from './rows.js'

/** Changes of network or browser that one session's history holds: a client that changes at every refresh takes no more room than this. */
export const mostMovesLogged = 200

/**
 * What a user agent is compared by where a session keeps no room for the whole: 32 bits. That two browsers have the same happens once in four
 * billion, and then a move goes unseen.
 */
export function agentHash(userAgent: string | null): number | null {
  return userAgent === null ? null : crc32(userAgent) | 0
}

/**
 * Three assignments of an UPDATE of session `s` at `n.now`: where it is now, and `moved_at` if that is another network (the first 24 bits of an
 * IPv4 address, 48 of an IPv6 one) or another browser than before. What is not known, before or now, is no move. A refresh that is none, in
 * the millisecond of one that was, puts `moved_at` back by one: else it would be taken for another.
 */
export const setOrigin = (ip: string, agent: string, now = 'n.now') => `
      last_ip = coalesce(${ip}::inet, s.last_ip), last_agent = coalesce(${agent}::int, s.last_agent),
      moved_at = CASE
        WHEN s.last_agent <> ${agent}::int
          OR NOT coalesce(s.last_ip, s.ip) <<= set_masklen(${ip}::inet, CASE family(${ip}::inet) WHEN 4 THEN 24 ELSE 48 END)
        THEN ${now} WHEN s.moved_at >= ${now} THEN ${now} - interval '1 millisecond' ELSE s.moved_at END`

/** Of that UPDATE's RETURNING: whether it was a move. */
export const hasMoved = (now = 'n.now') => `coalesce(s.moved_at = ${now}, false) AS moved`

const text = `
  INSERT INTO events (at, kind, session_id, user_id, client_id, company_id, ip, user_agent, details)
  SELECT to_timestamp($2::float8 / 1000), 'session_moved', s.id, s.user_id, s.client_id, s.company_id, $3::inet, $4::text, $5::jsonb FROM sessions s
  WHERE s.id = $1
    AND (SELECT count(*) FROM (SELECT FROM events e WHERE e.session_id = s.id AND e.kind = 'session_moved' LIMIT ${mostMovesLogged}) m) < ${mostMovesLogged}`

/**
 * Logs that a session moved, by which token, and to where; from where it came, the event before says. A statement of its own, after the refresh: the one that every refresh pays for
 * stays as it was, and a crash between the two costs an entry of the log, and no state.
 */
export async function logMove({ pool }: Pick<Ground, 'pool'>, token: PresentedRefreshToken, at: Instant, origin: Origin): Promise<void> {
  const { sessionId, generation, branch } = token
  const details = JSON.stringify({ presented: { generation, branch } })
  await pool.query({ name: 'log-move', text, values: [sessionId, at, origin.ip, origin.userAgent, details] })
}
