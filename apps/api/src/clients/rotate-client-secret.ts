import { Injectable } from '@nestjs/common'
import type { Seconds } from '@tessera/core'
import type { ClientDetail, Origin } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { clientSecretHash, newClientSecret } from './client-secret.js'
import { Clients } from './clients.js'

export type RotatedSecret =
  /** `secret` is shown once, and stored nowhere. */
  | { readonly outcome: 'rotated'; readonly client: ClientDetail; readonly secret: string }
  | { readonly outcome: 'refused'; readonly refusal: 'client_unknown' | 'client_public' }

/** Gives a confidential client a new secret; the older ones work for the overlap yet. */
@Injectable()
export class RotateClientSecret {
  constructor(private readonly clients: Clients) {}

  async rotate(id: string, overlap: Seconds, by: Caller, origin: Origin): Promise<RotatedSecret> {
    const secret = newClientSecret()
    const client = await this.clients.rotateSecret(id, clientSecretHash(secret), overlap, { by: by.userId, origin })
    if (client === null) return { outcome: 'refused', refusal: 'client_unknown' }
    return client === 'client_public' ? { outcome: 'refused', refusal: client } : { outcome: 'rotated', client, secret }
  }
}
