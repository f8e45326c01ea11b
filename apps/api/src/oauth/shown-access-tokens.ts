import { Injectable } from '@nestjs/common'
import type { AccessTokenClaims } from '@tessera/verifier'
import { decodeJwt, errors } from 'jose'
import { Configuration } from '../configuration.js'
import { SigningKeys } from '../signing-keys/signing-keys.js'
import { ownAccessTokens } from '../tokens/own-access-tokens.js'

/** Reads access tokens that somebody asks about: what they say, whomever they are for. That lets nobody in. */
@Injectable()
export class ShownAccessTokens {
  constructor(
    private readonly signingKeys: SigningKeys,
    private readonly configuration: Configuration,
  ) {}

  /**
   * The claims of a token of ours; null for every other string. Whether it has expired is for the database to say (`ownAccessTokens`).
   *
   * @throws when the signing keys cannot be read
   */
  async read(token: string): Promise<AccessTokenClaims | null> {
    const audience = audienceIn(token)
    if (audience === null) return null
    const verify = ownAccessTokens(this.configuration.issuer, this.signingKeys, audience)
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
