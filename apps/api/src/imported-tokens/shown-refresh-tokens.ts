import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { PresentedRefreshToken } from '@tessera/core'
import type { Exchanged, ForeignAttempt, ImportedToken, Origin } from '@tessera/persistence'
import { Limits } from '../limits/limits.js'
import type { TooManyAttempts } from '../limits/too-many-attempts.js'
import { LoginOrigins } from '../sessions/login-origins.js'
import { refreshTokenPrefix, RefreshTokens, type UnreadRefreshToken } from '../tokens/refresh-token.js'
import { ImportedTokens } from './imported-tokens.js'

/**
 * Refresh tokens as they are shown: ours, which are read without the database, or another system's, which moved in with its users. Only what has not our prefix is
 * looked up, by its SHA-256; a forged token of ours stops before the database.
 */
@Injectable()
export class ShownRefreshTokens {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly imported: ImportedTokens,
    private readonly limits: Limits,
    private readonly origins: LoginOrigins,
  ) {}

  /** A token of ours, without the database. */
  readOurs(token: string): PresentedRefreshToken | UnreadRefreshToken {
    return this.refreshTokens.read(token)
  }

  /** For a refresh: exchanges a token that moved in, if nothing speaks against what it asks for. */
  async forRefresh(
    token: string,
    attempt: ForeignAttempt,
    origin: Origin,
  ): Promise<Exchanged | UnreadRefreshToken | { tooMany: TooManyAttempts }> {
    const place = this.refreshTokens.read(token)
    if (place === 'key_not_loaded') return place
    if (place !== 'not_minted_here') return { place }
    const hash = hashOf(token)
    if (!hash) return place
    // Each costs a look at the database. Nobody is named yet: it is counted where it comes from.
    const attempts = await this.limits.spend('refresh', { account: null, ip: origin.ip })
    if (attempts) return { tooMany: attempts }
    return (await this.imported.exchange(hash, attempt, this.origins.of(origin))) ?? place
  }

  /**
   * For a logout or a revocation: the session that is to end, which a token that moved in and was never used starts for the purpose.
   *
   * @param clientId the client that revokes; null for a logout
   */
  async toEnd(token: string, origin: Origin, clientId: string | null = null): Promise<ImportedToken | null> {
    const hash = hashOf(token)
    return hash && this.imported.exchangeToEnd(hash, this.origins.of(origin), clientId)
  }

  /** For introspection: a token that moved in; nothing is consumed. */
  async toLookAt(token: string): Promise<ImportedToken | null> {
    const hash = hashOf(token)
    return hash && this.imported.read(hash)
  }
}

/** Null for what looks like ours, and so cannot have moved in. */
function hashOf(token: string): Buffer | null {
  return token.startsWith(refreshTokenPrefix) ? null : createHash('sha256').update(token).digest()
}
