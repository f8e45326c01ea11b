import { uuidAt } from './random.mjs'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const idleTimeout = 14 * day
const absoluteLifetime = 90 * day

const notes = [
  'Laptop reported lost',
  'Left the company',
  'Asked for by phone',
  'Unusual address',
  'Shared computer',
  'Audit of old sessions',
]

const deskOfAdministrators = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

/** How a session that does not simply fall silent ends: its share, the mean time to it, the reason, and by whom. */
const ends = [
  [52, { reason: 'logout', mean: 30 * hour, by: 'owner' }],
  [9, { reason: 'revoked_by_user', mean: 6 * day, by: 'owner' }],
  [9, { reason: 'password_changed', mean: 10 * day, by: 'owner' }],
  [6, { reason: 'revoked_by_admin', mean: 5 * day, by: 'administrator' }],
  [5, { reason: 'limit_exceeded', mean: 12 * day, by: null }],
  [3, { reason: 'reuse_detected', mean: 4 * day, by: null }],
  [2, { reason: 'user_disabled', mean: 20 * day, by: 'administrator' }],
]

/**
 * One session, from its login to now: how long it is used, how it ends.
 *
 * @param {number} startedAt milliseconds, as all times here
 * @param {{ id: string }} administrator of the person's company
 */
export function lifeOf(random, person, administrator, startedAt, now) {
  const device = person.devices[Math.floor(random.next() ** 1.6 * person.devices.length)]
  const used = random.exponential(device.client === 'web' ? 3 * day : 25 * day)
  const end = random.next() < 0.45 ? random.weighed(ends) : undefined
  const endedAt = end ? startedAt + 5000 + Math.floor(random.exponential(end.mean)) : Infinity
  // Silent at the latest when it ends, when its absolute lifetime is over, or now: a session in use was seen some minutes ago.
  const recently = now - Math.floor(random.exponential(20 * minute))
  const seenAt = Math.max(startedAt, Math.floor(Math.min(startedAt + used, endedAt - 1000, startedAt + absoluteLifetime, recently)))
  const isEnded = endedAt < Math.min(now, seenAt + idleTimeout, startedAt + absoluteLifetime)
  const refreshes = Math.floor(((seenAt - startedAt) / hour) * (0.2 + random.next()))

  const [ip, lastIp] = [addressOf(random, person, device), addressOf(random, person, device)]
  const elapsed = random.next()
  const moved = refreshes > 0 && networkOf(ip) !== networkOf(lastIp)
  const forked = isEnded && end.reason === 'reuse_detected' && refreshes > 1

  return {
    id: uuidAt(startedAt, random),
    person,
    device,
    startedAt,
    seenAt: refreshes === 0 ? startedAt : seenAt,
    generation: refreshes,
    ip,
    lastIp: moved ? lastIp : ip,
    movedAt: moved ? startedAt + Math.floor((seenAt - startedAt) * elapsed) : undefined,
    /** The rotation that came from elsewhere. */
    movedAfter: moved ? Math.max(1, Math.floor(refreshes * elapsed)) : undefined,
    /** When a stolen token was used beside its owner's. */
    forkedAt: forked ? Math.floor(Math.max(startedAt + 2000, Math.min(seenAt, endedAt - 20 * minute))) : undefined,
    end: isEnded
      ? {
          at: endedAt,
          reason: end.reason,
          by: end.by === 'owner' ? person.id : end.by === 'administrator' ? administrator.id : null,
          note: end.by === 'administrator' ? random.pick(notes) : null,
          ...sourceOf(end, random, { ip: moved ? lastIp : ip, userAgent: device.userAgent }),
        }
      : undefined,
  }
}

/** Where a session was ended from: its own device, an administrator's desk, or wherever a stolen token came back from. */
function sourceOf({ by, reason }, random, own) {
  if (by === 'administrator') return { ip: '198.18.0.10', userAgent: deskOfAdministrators }
  if (reason === 'reuse_detected') return { ip: `203.0.113.${1 + random.below(254)}`, userAgent: 'python-requests/2.32.3' }
  return own
}

/** Of the ranges reserved for benchmarks and documentation (RFC 2544, RFC 5737, RFC 3849): nobody real is in them. */
function addressOf(random, person, device) {
  const mobile = device.client === 'ios' || device.client === 'android'
  return random.next() < (mobile ? 0.55 : 0.9) ? person.home : `198.19.${random.below(mobile ? 64 : 256)}.${random.below(256)}`
}

/** As the API compares networks: the first 24 bits of an IPv4 address, 48 of an IPv6 one. */
const networkOf = (ip) => ip.split(/[.:]/).slice(0, 3).join()

/** How busy the hour is in which a session starts: by the hour of the day and the day of the week. */
function busyness(at) {
  const date = new Date(at)
  const working = [1, 1, 1, 1, 1, 2, 4, 9, 14, 15, 13, 12, 11, 13, 14, 13, 12, 10, 8, 8, 7, 6, 4, 2][date.getUTCHours()]
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  return weekend ? working * 0.35 : working
}

/**
 * The times at which sessions start, in order: `count` of them in the time before `now`.
 *
 * @returns {Generator<number>}
 */
export function* startTimes(random, count, now, days = 120) {
  const first = Math.floor(now / hour) - days * 24
  const hours = Array.from({ length: days * 24 }, (_, index) => (first + index) * hour)
  const total = hours.reduce((sum, at) => sum + busyness(at), 0)
  let owed = 0
  let given = 0
  for (const [index, at] of hours.entries()) {
    owed += (count * busyness(at)) / total
    const due = (index === hours.length - 1 ? count : Math.floor(owed)) - given
    given += due
    yield* Array.from({ length: due }, () => at + random.below(hour)).sort((one, other) => one - other)
  }
}
