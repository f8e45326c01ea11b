import { Injectable } from '@nestjs/common'
import type { LoginOrigin, Origin } from '@tessera/persistence'
import { Places } from '../places/places.js'
import { namesOf } from './device.js'

/** What the address and the user agent of a login say, stamped on its session: so the list is filtered by a column, and not by what a library makes of a text. */
@Injectable()
export class LoginOrigins {
  constructor(private readonly places: Places) {}

  of(origin: Origin): LoginOrigin {
    return { ...origin, ...namesOf(origin.userAgent), country: this.places.placeOf(origin.ip)?.country_code ?? null }
  }
}
