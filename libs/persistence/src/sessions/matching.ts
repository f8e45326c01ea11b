import type { Instant } from '@tessera/core'
import type { Statement } from '../statement.js'
import { candidates, type Stretch } from './candidates.js'
import { atFirstSight, endReason, joinComputedEnd } from './computed-end.js'
import type { Reach } from './end.js'
import type { Ground } from './ground.js'
import { likeLiteral, type Search, type SessionFilters } from './list-query.js'
import type { Way } from './way.js'

/**
 * The candidates of a stretch that the filters let through: SQL that yields `selected`, of the session `s`, in no order of its own. Only what the
 * filters ask for is joined: this runs over whole stretches.
 */
export function matching(ground: Ground, statement: Statement, way: Way, query: SessionFilters, from: Stretch, selected: string): string {
  return `SELECT ${selected} FROM n CROSS JOIN (${candidates(statement, way, query, from)}) s
    ${asksForEnd(query) ? `${eachWithItsClient} ${joinComputedEnd(ground, statement)}` : ''}
    WHERE ${filters(statement, way, query)} AND ${atFirstSight(ground, statement, query)}`
}

/** Whether each session has to be judged: what its end is stands in no column. */
export function asksForEnd({ state, reason, endedAfter, endedBefore }: SessionFilters): boolean {
  return [state, reason, endedAfter, endedBefore].some((asked) => asked !== undefined)
}

/** For each session by itself: a join of all of a stretch at once would lose its order, and sort all of it for a page of fifty. */
const eachWithItsClient = 'CROSS JOIN LATERAL (SELECT * FROM clients c WHERE c.id = s.client_id LIMIT 1) c'

/**
 * Every filter of a query as one condition. `s.ip <<=` takes an address as the network that it is alone in; who came by way of it is in it, and a
 * count of them need not look at their rows.
 */
function filters(statement: Statement, way: Way, query: SessionFilters): string {
  const all: string[] = ['true']
  // The network that the way leads to is the search's, where none was asked for beside it.
  const { search, ip } =
    way.by !== 'network' ? query : query.ip === undefined ? { search: undefined, ip: undefined } : { search: query.search, ip: undefined }
  const add = <T>(value: T | undefined, sql: (value: T) => string) => value !== undefined && all.push(sql(value))
  const equals =
    (column: string, type = '') =>
    (value: unknown) =>
      `${column} = ${statement.value(value)}${type}`
  const time = (column: string, comparison: '>=' | '<') => (at: Instant) =>
    `${column} ${comparison} to_timestamp(${statement.value(at)}::float8 / 1000)`
  add(query.reach.companyId, equals('s.company_id'))
  add(query.reach.userId, equals('s.user_id', '::uuid'))
  add(query.userId, equals('s.user_id', '::uuid'))
  add(query.emailPrefix, (prefix) => hasEmailPrefix(statement, prefix, query.reach))
  add(search, (text) => isSearched(statement, text, query.reach))
  add(query.clientId, equals('s.client_id'))
  add(query.companyId, equals('s.company_id'))
  add(ip, (network) => isIn(statement, network))
  add(query.country, equals('s.country'))
  add(query.browser, equals('s.browser'))
  add(query.system, equals('s.system'))
  add(query.dialect, (dialect) => (dialect === null ? 's.dialect IS NULL' : equals('s.dialect')(dialect)))
  add(query.device, (device) => isOnDevice(statement, device))
  add(query.state, equals('e.state'))
  add(query.reason, equals(endReason, '::end_reason'))
  add(query.seenAfter, time('s.issued_at', '>='))
  add(query.seenBefore, time('s.issued_at', '<'))
  add(query.endedAfter ?? query.endedBefore, () => `e.state = 'ended'`)
  add(query.endedAfter, time('a.ended_at', '>='))
  add(query.endedBefore, time('a.ended_at', '<'))
  return all.join(' AND ')
}

/** A way of its own leads to ids, and needs no condition. */
function isSearched(statement: Statement, search: Search, reach: Reach): string {
  if ('ip' in search) return isIn(statement, search.ip)
  if ('emailPrefix' in search) return hasEmailPrefix(statement, search.emailPrefix, reach)
  if ('device' in search) return isOnDevice(statement, search.device)
  if ('emailPrefixOrDevice' in search) {
    const text = search.emailPrefixOrDevice
    return `(${isOnDevice(statement, text)} OR ${hasEmailPrefix(statement, text, reach)})`
  }
  return 'true'
}

const isIn = (statement: Statement, network: string) => `s.ip <<= ${statement.value(network)}::inet`
/**
 * Looked up for each session that comes to it, and not joined: for a stretch of them a join might read all users. Who has moved beyond the reach is not
 * found by what is not shown.
 */
function hasEmailPrefix(statement: Statement, prefix: string, { companyId }: Reach): string {
  const within = companyId === undefined ? '' : `AND u.company_id = ${statement.value(companyId)}`
  return `(SELECT u.email LIKE ${statement.value(`${likeLiteral(prefix.toLowerCase())}%`)} ${within} FROM users u WHERE u.id = s.user_id)`
}

function isOnDevice(statement: Statement, device: string): string {
  const part = statement.value(`%${likeLiteral(device)}%`)
  return `(s.device_name ILIKE ${part} OR s.user_agent ILIKE ${part} OR s.device_id = ${statement.value(device)})`
}
