import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import { type Answer, Serves } from '../http/serves.js'
import { SigningKeys } from './signing-keys.js'

/** Publishes the public keys (RFC 7517). One of the two answers that may be cached. */
@Controller()
export class JwksController {
  constructor(private readonly signingKeys: SigningKeys) {}

  @Serves(routes.jwks)
  async jwks(_request: RouteRequest<typeof routes.jwks>): Promise<Answer<typeof routes.jwks>> {
    const keys = this.signingKeys.published
    // How long a cache may keep a copy, ten minutes in all, is a part of `notice`.
    return { status: 200, body: { keys: [...keys] }, headers: { 'cache-control': 'public, max-age=300, stale-while-revalidate=300' } }
  }
}
