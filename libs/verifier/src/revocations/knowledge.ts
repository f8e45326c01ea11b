import type { AccessTokenClaims } from '../claims.js'
import { type RevocationPage, UnreadablePage } from './page.js'
import { Revoked } from './revoked.js'
import type { RevocationRefusal } from './revocations.js'

/** What one history of the feed says about those it is about. */
interface Account {
  readonly epoch: string
  readonly companyId: number | null
  readonly revoked: Revoked
}

/** Milliseconds between two looks for what may be forgotten. */
const betweenCleanings = 5 * 60_000

/**
 * What the pages of the feed add up to. The feed may begin anew (another epoch, as after a database was restored): what was known is
 * honoured until the new beginning is whole, and then replaced by it.
 */
export class Knowledge {
  private held: Account | undefined
  /** A snapshot that is not whole yet. */
  private coming: Account | undefined
  private cleanedAt = -Infinity
  /** Where to go on reading; undefined for the beginning. */
  cursor: string | undefined

  /** @param now this machine's time, in milliseconds */
  constructor(private readonly now: () => number) {}

  /**
   * Adds a page.
   *
   * @returns whether everything is known now that had been revoked when the page was made
   * @throws UnreadablePage when the feed is about others than before: then it has to be read from the beginning
   */
  add(page: RevocationPage): boolean {
    let account = this.cursor === undefined ? undefined : (this.coming ?? this.held)
    if (account?.epoch !== page.epoch) {
      account = this.coming = { epoch: page.epoch, companyId: page.companyId, revoked: new Revoked() }
    } else if (account.companyId !== page.companyId) {
      this.cursor = this.coming = undefined
      throw new UnreadablePage('The feed is about another company than before: it is read again from the beginning.')
    }
    // Whoever believed it would ask for ever.
    if (page.more && page.next === this.cursor) throw new UnreadablePage('The feed says that there is more, and leads nowhere.')
    for (const revocation of page.items) account.revoked.add(revocation)
    this.cursor = page.next
    if (page.more) return false
    this.held = account
    this.coming = undefined
    this.forget(Math.min(this.now(), page.asOf))
    return true
  }

  /** What is known of a token; `revocations_unknown` before the first snapshot is whole. */
  refusalOf(claims: AccessTokenClaims): RevocationRefusal | null {
    if (!this.held) return 'revocations_unknown'
    const { companyId, revoked } = this.held
    if (claims.company_id !== undefined && companyId !== null && companyId !== claims.company_id) return 'company_not_followed'
    return revoked.ends(claims) ? 'revoked' : null
  }

  /** Whose revocations are known: a company's, or (null) everybody's; undefined before anything is. */
  get companyId(): number | null | undefined {
    return this.held?.companyId
  }

  get size(): number {
    return this.held?.revoked.size ?? 0
  }

  private forget(now: number): void {
    if (Math.abs(now - this.cleanedAt) < betweenCleanings) return
    this.cleanedAt = now
    this.held?.revoked.forget(now)
  }
}
