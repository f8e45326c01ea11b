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
    const told = this.refreshes.has(companyId) || this.refreshes.size < mostCompanies
    add(this.refreshes, told ? companyId : everybody, 1)
  }

  /**
   * A login that failed, or was not let try.
   *
   * @param companyId of the account that was addressed; null when there is none, or nobody looked
   */
  loginFailed(ip: string | null, companyId: number | null): void {
    const network = ip === null ? elsewhere : surroundingsOf(ip)
    this.failedIn(everybody, network)
    if (companyId !== null && (this.failures.has(companyId) || this.failures.size < mostCompanies)) this.failedIn(companyId, network)
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
    for (const { companyId, kind, count } of tallies) {
      if (kind === 'login_failed') add(this.failures, companyId, count)
      else if (companyId !== everybody) {
        add(this.refreshes, companyId, count)
        // It is added up again, and what was everybody's alone is left of it.
        add(this.refreshes, everybody, -count)
      } else add(this.refreshes, everybody, count)
    }
    for (const { companyId, network, count } of networks) add(this.networks, `${companyId} ${network}`, count)
  }

  private failedIn(companyId: number, network: string): void {
    add(this.failures, companyId, 1)
    const key = `${companyId} ${network}`
    add(this.networks, this.networks.has(key) || this.networks.size < mostNetworks ? key : `${companyId} ${elsewhere}`, 1)
  }
}

function add<K>(counts: Map<K, number>, key: K, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n)
}

function busiest(counts: ReadonlyMap<string, number>): Additions['networks'] {
  const all = [...counts].sort(([, a], [, b]) => b - a)
  const told = new Map(all.slice(0, networksTold))
  for (const [key, n] of all.slice(networksTold)) add(told, `${key.split(' ')[0]} ${elsewhere}`, n)
  return [...told].map(([key, count]) => {
    const [companyId = '', network = ''] = key.split(' ')
    return { companyId: Number(companyId), network, count }
  })
}
