import { Injectable } from '@nestjs/common'
import { type AccessTokenClaims, accessTokenVerifier } from '@tessera/verifier'
import { decodeJwt, errors } from 'jose'
import { DatabaseClock } from '../clock/database-clock.js'
import { Configuration } from '../configuration.js'
import { SigningKeys } from '../signing-keys/signing-keys.js'

/** Reads access tokens that somebody asks about: what they say, whomever they are for. That lets nobody in. */
@Injectable()
export class ShownAccessTokens {
  constructor(
    private readonly signingKeys: SigningKeys,
    private readonly configuration: Configuration,
    private readonly clock: DatabaseClock,
  ) {}

  /**
   * The claims of a token of ours that has not expired, by the database's clock; null for every other string.
   *
   * @throws when the signing keys cannot be read
   */
  async read(token: string): Promise<AccessTokenClaims | null> {
    const audience = audienceIn(token)
    if (audience === null) return null
    const keys = (kid: string) => this.signingKeys.find(kid)
    // The times in tokens are the database's, which may be ahead of what is known of it.
    const verify = accessTokenVerifier({ issuer: this.configuration.issuer, audience, keys, clockTolerance: 60, now: this.clock.now })
    return (await verify(token, 'not_asked')).claims ?? null
  }
}

/** What the token says, before anything of it is believed. */
function audienceIn(token: string): string | null {
  try {
    const { aud } = decodeJwt(token)
    return (typeof aud === 'string' ? aud : aud?.[0]) ?? null
  } catch (fault) {
    if (fault instanceof errors.JWTInvalid) return null
    throw fault
  }
}
