import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf, siteOf } from './network.js'

/** How many in how many seconds. */
export interface LoginBounds {
  /** Attempts of everybody together that come so far that a password is hashed. */
  readonly inAll: { readonly points: number; readonly duration: number }
  readonly perNetwork: { readonly points: number; readonly duration: number }
  /** Attempts from one /48 of IPv6: it has 65,536 networks, and one customer may have it whole. */
  readonly perSite: { readonly points: number; readonly duration: number }
  /** Failed attempts on one account from one network. */
  readonly perAccountAndNetwork: { readonly points: number; readonly duration: number }
  /** Failed attempts on one account from everywhere. */
  readonly perAccount: { readonly points: number; readonly duration: number }
}

/** An attempt that was not made. */
export interface TooManyAttempts {
  readonly outcome: 'refused'
  readonly refusal: 'too_many_attempts'
  /** Seconds until the next one may be. */
  readonly retryAfter: number
  /** The bound that was reached. */
  readonly limit: number
}

const bounds: LoginBounds = {
  inAll: { points: 1200, duration: 60 },
  perNetwork: { points: 60, duration: 60 },
  perSite: { points: 300, duration: 60 },
  perAccountAndNetwork: { points: 10, duration: 300 },
  perAccount: { points: 50, duration: 300 },
}

/**
 * Slows guessing down, and locks no owner out (docs/decisions/0031-login-limits.md): whoever guesses at an account uses up their own
 * network's attempts on it; and when an account is guessed at from many networks, a network that has not failed on it still has one
 * attempt. Counted in this process's memory.
 */
export class LoginLimits {
  private readonly inAll: RateLimiterMemory
  private readonly perNetwork: RateLimiterMemory
  private readonly perSite: RateLimiterMemory
  private readonly perAccountAndNetwork: RateLimiterMemory
  private readonly perAccount: RateLimiterMemory

  /** @param on false lets everything through (`RATE_LIMITS=off`) */
  constructor(
    private readonly on: boolean,
    limits: LoginBounds = bounds,
  ) {
    this.inAll = new RateLimiterMemory(limits.inAll)
    this.perNetwork = new RateLimiterMemory(limits.perNetwork)
    this.perSite = new RateLimiterMemory(limits.perSite)
    this.perAccountAndNetwork = new RateLimiterMemory(limits.perAccountAndNetwork)
    this.perAccount = new RateLimiterMemory(limits.perAccount)
  }

  /**
   * Runs one attempt, if it may be made. It counts as failed from its beginning, or a hundred at once would all be let through; a success
   * gives the count back, and so does a fault, which says nothing about the password.
   *
   * @param email as the contract normalises it
   * @returns what the attempt returned; or, when it was not made, why
   */
  async attempt<T>(
    email: string,
    ip: string | null,
    logIn: () => Promise<T>,
    succeeded: (answer: T) => boolean,
  ): Promise<T | TooManyAttempts> {
    if (!this.on) return logIn()
    const pair = `${networkOf(ip)} ${email}`
    const refusal = await this.spendOn(email, ip, pair)
    if (refusal) return refusal
    try {
      const answer = await logIn()
      if (succeeded(answer)) {
        const failed = (await this.perAccountAndNetwork.get(pair))?.consumedPoints ?? 1
        await this.perAccountAndNetwork.delete(pair)
        await this.perAccount.reward(email, failed)
      }
      return answer
    } catch (fault) {
      await this.perAccountAndNetwork.reward(pair)
      await this.perAccount.reward(email)
      throw fault
    }
  }

  /** From the narrowest to what everybody shares: an attempt that is refused spends nothing of those who did nothing. */
  private async spendOn(email: string, ip: string | null, pair: string): Promise<TooManyAttempts | null> {
    const refusedSource =
      refusalOf(this.perSite, await spend(this.perSite, siteOf(ip))) ??
      refusalOf(this.perNetwork, await spend(this.perNetwork, networkOf(ip)))
    if (refusedSource) return refusedSource
    const ofPair = await spend(this.perAccountAndNetwork, pair)
    const refusedPair = refusalOf(this.perAccountAndNetwork, ofPair)
    if (refusedPair) return refusedPair
    const refusedAccount = refusalOf(this.perAccount, await spend(this.perAccount, email))
    if (refusedAccount && ofPair.consumedPoints > 1) return refusedAccount
    return refusalOf(this.inAll, await spend(this.inAll, ''))
  }
}

async function spend(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key)
  } catch (exceeded) {
    if (exceeded instanceof RateLimiterRes) return exceeded
    throw exceeded
  }
}

function refusalOf({ points }: RateLimiterMemory, spent: RateLimiterRes): TooManyAttempts | null {
  if (spent.consumedPoints <= points) return null
  const retryAfter = Math.max(1, Math.ceil(spent.msBeforeNext / 1000))
  return { outcome: 'refused', refusal: 'too_many_attempts', retryAfter, limit: points }
}
