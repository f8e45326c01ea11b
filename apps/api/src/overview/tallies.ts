import type { Additions } from '@tessera/persistence'
import { surroundingsOf } from '../limits/network.js'

/** Everybody together. */
const everybody = 0
/** Companies, and networks of failed logins, that are told apart between two writes. Beyond them a count goes to everybody's alone. */
const mostCompanies = 10_000
const mostNetworks = 10_000
/** Networks of a write that are stored under their own name: the busiest. */
const networksTold = 100
/** All networks that are not told apart. */
export const elsewhere = '0.0.0.0/0'

/**
 * What happens too often to be written each time, and is in no log: a count in this process's memory, written with all others every few
 * seconds. Whatever is in the event log is counted from there.
 */
export class Tallies {
  private refreshes = new Map<number, number>()
  private failures = new Map<number, number>()
  private networks = new Map<string, number>()

  /** A refresh that handed out tokens. One of these for each: it allocates nothing. */
  refreshed(companyId: number): void {
    count(this.refreshes, companyId, 1, mostCompanies)
  }

  /**
   * A login that failed, or was not let try.
   *
   * @param companyId of the account that was addressed; null when there is none, or nobody looked
   */
  loginFailed(ip: string | null, companyId: number | null): void {
    const network = ip === null ? elsewhere : surroundingsOf(ip)
    for (const id of companyId === null ? [everybody] : [everybody, companyId]) {
      count(this.failures, id, 1, mostCompanies)
      const key = `${id} ${network}`
      const told = this.networks.has(key) || this.networks.size < mostNetworks
      count(this.networks, told ? key : `${id} ${elsewhere}`, 1, Infinity)
    }
  }

  /** Gives what was counted since it was last taken; null when that is nothing. */
  take(): Additions | null {
    const { refreshes, failures, networks } = this
    if (refreshes.size === 0 && failures.size === 0) return null
    this.refreshes = new Map()
    this.failures = new Map()
    this.networks = new Map()
    let all = 0
    for (const each of refreshes.values()) all += each
    const tallies = [
      ...(all > 0 ? [{ companyId: everybody, kind: 'refresh' as const, count: all }] : []),
      ...[...refreshes].filter(([id]) => id !== everybody).map(([companyId, n]) => ({ companyId, kind: 'refresh' as const, count: n })),
      ...[...failures].map(([companyId, n]) => ({ companyId, kind: 'login_failed' as const, count: n })),
    ]
    return { tallies, networks: busiest(networks) }
  }

  /** Puts back what could not be written. */
  giveBack({ tallies, networks }: Additions): void {
    for (const { companyId, kind, count: n } of tallies) {
      if (kind === 'login_failed') count(this.failures, companyId, n, mostCompanies)
      // That of everybody is added up again.
      else if (companyId !== everybody) count(this.refreshes, companyId, n, mostCompanies)
    }
    for (const { companyId, network, count: n } of networks) count(this.networks, `${companyId} ${network}`, n, mostNetworks)
  }
}

/** A name too many is counted under everybody's. */
function count<K extends string | number>(counts: Map<K, number>, key: K, n: number, most: number): void {
  const before = counts.get(key)
  if (before !== undefined || counts.size < most) counts.set(key, (before ?? 0) + n)
  else if (typeof key === 'number') counts.set(everybody as K, (counts.get(everybody as K) ?? 0) + n)
}

function busiest(counts: ReadonlyMap<string, number>): Additions['networks'] {
  const all = [...counts].sort(([, a], [, b]) => b - a)
  const rest = new Map<string, number>()
  for (const [key, n] of all.slice(networksTold)) {
    const other = `${key.split(' ')[0]} ${elsewhere}`
    rest.set(other, (rest.get(other) ?? 0) + n)
  }
  const told = new Map(all.slice(0, networksTold))
  for (const [key, n] of rest) told.set(key, (told.get(key) ?? 0) + n)
  return [...told].map(([key, n]) => {
    const [companyId = '', network = ''] = key.split(' ')
    return { companyId: Number(companyId), network, count: n }
  })
}
