import { type Bound, type Bounds, sparedTries } from './bounds.js'
import type { Counter, CounterFactory, Spent } from './counter.js'
import { networkOf, siteOf } from './network.js'
import type { TooManyAttempts } from './too-many-attempts.js'

/** Where an attempt stopped. */
export type Stop = 'site' | 'network' | 'accountAndNetwork' | 'account' | 'inAll'

export type SpentAttempt = { readonly tooMany: null } | { readonly tooMany: TooManyAttempts; readonly at: Stop }

/** The counters of one way in. */
export class ActionCounters {
  private readonly site: NamedCounter
  private readonly network: NamedCounter
  private readonly accountAndNetwork: NamedCounter | null
  private readonly account: NamedCounter | null
  /** What each site was let try beyond the account's bound. */
  private readonly accountAndSite: NamedCounter | null
  private readonly inAll: NamedCounter | null

  /** @param action what the bounds' names begin with */
  constructor(
    action: string,
    private readonly bounds: Bounds,
    counterOf: CounterFactory,
  ) {
    const of = (stop: string, bound: Bound) => new NamedCounter(`${action}-${stop}`.replace(/_/g, '-'), bound, counterOf)
    const orNull = (stop: string, bound: Bound | undefined) => (bound ? of(stop, bound) : null)
    this.site = of('site', bounds.site)
    this.network = of('network', bounds.network)
    this.accountAndNetwork = orNull('account-and-network', bounds.accountAndNetwork)
    this.account = orNull('account', bounds.account)
    this.accountAndSite = orNull('account-and-site', bounds.sparesNewNetworks ? bounds.account : undefined)
    this.inAll = orNull('in-all', bounds.inAll)
  }

  /** From the narrowest to what everybody shares: an attempt that is refused spends nothing of those who did nothing. */
  async spend(account: string | null, ip: string | null): Promise<SpentAttempt> {
    let ofNetwork: Spent | undefined
    const onAccount = async () => (account === null ? null : this.spendOnAccount(account, ip))
    const onSource = async () => {
      const ofSite = this.site.refusalOf(await this.site.spend(siteOf(ip)))
      if (ofSite) return { tooMany: ofSite, at: 'site' } as const
      ofNetwork = await this.network.spend(networkOf(ip))
      const tooMany = this.network.refusalOf(ofNetwork)
      return tooMany && ({ tooMany, at: 'network' } as const)
    }
    const [first, second] = this.bounds.accountIsShown ? [onAccount, onSource] : [onSource, onAccount]
    return (await first()) ?? (await second()) ?? (await this.spendInAll(ofNetwork?.count ?? 0)) ?? { tooMany: null }
  }

  private async spendInAll(triesOfNetwork: number): Promise<SpentAttempt | null> {
    const ofAll = this.inAll?.refusalOf(await this.inAll.spend(''))
    return ofAll && triesOfNetwork > sparedTries ? { tooMany: ofAll, at: 'inAll' } : null
  }

  private async spendOnAccount(account: string, ip: string | null): Promise<SpentAttempt | null> {
    const pair = await this.accountAndNetwork?.spend(pairOf(networkOf(ip), account))
    const ofPair = pair && this.accountAndNetwork?.refusalOf(pair)
    if (ofPair) return { tooMany: ofPair, at: 'accountAndNetwork' }
    const ofAccount = this.account?.refusalOf(await this.account.spend(account))
    if (!ofAccount) return null
    const isSpared = pair?.count === 1 && (await this.accountAndSite?.spend(pairOf(siteOf(ip), account)))?.count === 1
    return isSpared ? null : { tooMany: ofAccount, at: 'account' }
  }

  /** The attempt says nothing against whoever made it, and nor do those before it from this network. */
  async forgive(account: string, ip: string | null): Promise<void> {
    const failed = (await this.accountAndNetwork?.forget(pairOf(networkOf(ip), account))) ?? 1
    await this.accountAndSite?.forget(pairOf(siteOf(ip), account))
    // What the pair was refused, the account was never charged for.
    await this.account?.giveBack(account, Math.min(Math.max(failed, 1), this.bounds.accountAndNetwork?.points ?? 1))
  }

  /** The attempt came to nothing by a fault of ours. */
  async takeBack(account: string, ip: string | null): Promise<void> {
    await this.accountAndNetwork?.giveBack(pairOf(networkOf(ip), account), 1)
    await this.accountAndSite?.giveBack(pairOf(siteOf(ip), account), 1)
    await this.account?.giveBack(account, 1)
  }
}

/** A counter with its bound. */
export class NamedCounter {
  private readonly counter: Counter

  constructor(
    private readonly name: string,
    private readonly bound: Bound,
    counterOf: CounterFactory,
  ) {
    this.counter = counterOf(name, bound)
  }

  spend(key: string): Spent | Promise<Spent> {
    return this.counter.spend(key)
  }

  giveBack(key: string, count: number): void | Promise<void> {
    return this.counter.giveBack(key, count)
  }

  forget(key: string): number | Promise<number> {
    return this.counter.forget(key)
  }

  refusalOf({ count, endsIn }: Spent): TooManyAttempts | null {
    const { points, duration } = this.bound
    if (count <= points) return null
    const retryAfter = Math.min(duration, Math.max(1, Math.ceil(endsIn / 1000)))
    return { outcome: 'refused', refusal: 'too_many_attempts', retryAfter, limit: points, window: duration, policy: this.name }
  }
}

function pairOf(place: string, account: string): string {
  return `${place} ${account}`
}
