import { crc32 } from 'node:zlib'
import { copy } from './copy.mjs'
import { clients, companies, nobodysPassword, personAt } from './people.mjs'

const iso = (milliseconds) => new Date(milliseconds).toISOString()
const day = 24 * 60 * 60 * 1000

/** Inserts companies, clients and people; those of an earlier run stay. @returns the companies' ids, in order */
export async function insertPeople(client, seed, count, now) {
  for (const { id, name } of clients) {
    await client.query('insert into clients (id, name) values ($1, $2) on conflict do nothing', [id, name])
  }
  await client.query('insert into companies (name) select * from unnest($1::text[]) name where name not in (select name from companies)', [
    companies,
  ])
  const { rows } = await client.query(
    'select min(id) as id from companies where name = any ($1) group by name order by array_position($1, name)',
    [companies],
  )
  const companyIds = rows.map(({ id }) => id)

  await client.query('create temp table seeded_users (like users including defaults)')
  for (let start = 0; start < count; start += 20_000) {
    const people = Array.from({ length: Math.min(20_000, count - start) }, (_, index) => personAt(seed, start + index))
    await copy(client, 'seeded_users', userColumns(companyIds, now), people)
  }
  await client.query('insert into users select * from seeded_users on conflict do nothing')
  await client.query('drop table seeded_users')
  return companyIds
}

/** Inserts sessions, in the order of their starts. */
export async function insertSessions(client, companyIds, sessions, options) {
  await copy(client, 'sessions', sessionColumns(companyIds), sessions, options)
}

/** Inserts events, in the order of their times. */
export async function insertEvents(client, companyIds, events) {
  await copy(client, 'events', eventColumns(companyIds), events)
}

const userColumns = (companyIds, now) => ({
  id: ({ id }) => id,
  email: ({ email }) => email,
  password_hash: () => nobodysPassword,
  name: ({ name }) => name,
  roles: ({ roles }) => `{${roles.join(',')}}`,
  company_id: ({ company }) => companyIds[company],
  email_verified_at: ({ joined }) => iso(now - joined * day),
  created_at: ({ joined }) => iso(now - joined * day),
})

const sessionColumns = (companyIds) => ({
  id: ({ id }) => id,
  user_id: ({ person }) => person.id,
  client_id: ({ device }) => device.client,
  company_id: ({ person }) => companyIds[person.company],
  started_at: ({ startedAt }) => iso(startedAt),
  generation: ({ generation }) => generation,
  previous_branch: ({ generation }) => (generation > 0 ? 0 : null),
  issued_at: ({ seenAt }) => iso(seenAt),
  idle_timeout: () => 14 * 24 * 60 * 60,
  absolute_lifetime: () => 90 * 24 * 60 * 60,
  reuse_policy: () => 'until_used',
  scope: () => 'account',
  revoked_at: ({ end }) => end && iso(end.at),
  revoked_reason: ({ end }) => end?.reason,
  revoked_by: ({ end }) => end?.by,
  ip: ({ ip }) => ip,
  last_ip: ({ lastIp }) => lastIp,
  device_id: ({ device }) => device.id,
  device_name: ({ device }) => device.name,
  user_agent: ({ device }) => device.userAgent,
  country: ({ person }) => person.country,
  browser: ({ device }) => device.browser,
  system: ({ device }) => device.system,
  last_agent: ({ device }) => crc32(device.userAgent) | 0,
  moved_at: ({ movedAt }) => movedAt && iso(movedAt),
})

const place = (generation, branch = 0) => ({ generation, branch })

/** A thief makes the fork, and gives it away. */
function sourceOf(kind, { ip, lastIp, device, end }) {
  if (kind === 'session_ended' || kind === 'session_branched') return end
  return { ip: kind === 'session_moved' ? lastIp : ip, userAgent: device.userAgent }
}

const eventColumns = (companyIds) => ({
  at: ({ at }) => iso(at),
  kind: ({ kind }) => kind,
  session_id: ({ session }) => session.id,
  user_id: ({ session }) => session.person.id,
  client_id: ({ session }) => session.device.client,
  company_id: ({ session }) => companyIds[session.person.company],
  reason: ({ kind, session }) => (kind === 'session_ended' ? session.end.reason : null),
  by: ({ kind, session }) => (kind === 'session_ended' ? session.end.by : null),
  note: ({ kind, session }) => (kind === 'session_ended' ? session.end.note : null),
  ip: ({ kind, session }) => sourceOf(kind, session).ip,
  user_agent: ({ kind, session }) => sourceOf(kind, session).userAgent,
  details: ({ kind, session }) => {
    const { generation, movedAfter } = session
    if (kind === 'session_moved') return JSON.stringify({ presented: place(movedAfter) })
    if (session.end?.reason !== 'reuse_detected') return null
    if (kind === 'session_branched') return JSON.stringify({ presented: place(generation - 1), issued: place(generation, 1) })
    // A fork, where there was one; else a token from before.
    return kind === 'session_ended'
      ? JSON.stringify({ presented: session.forkedAt ? place(generation, 1) : place(Math.max(1, generation - 1)) })
      : null
  },
})
