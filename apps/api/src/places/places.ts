import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Place } from '@tessera/contract'
import { Reader } from 'mmdb-lib'
import { addressIn } from '../http/origin.js'
import { isPublic } from './public-address.js'

const file = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'

/** What that database has of a network. The types of the reader are those of another one. */
type Entry = { readonly country_code?: string } | null

/**
 * Countries of network addresses, from a database that npm brings (8 MB, held in memory): nobody is asked over the network, and nobody
 * learns who logs in. A registry says where a network is registered, which is now and then elsewhere than its users are.
 */
export class Places {
  private readonly names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

  private constructor(private readonly reader: Reader<never>) {}

  /** Reads the database, in some 20 ms. */
  static open(): Places {
    return new Places(new Reader(readFileSync(createRequire(import.meta.url).resolve(file))))
  }

  /** @returns null for an address that is private or unknown, or none */
  placeOf(ip: string | null): Place | null {
    const address = addressIn(ip ?? undefined)
    // The database has entries for private networks, too, and they are somebody's mistakes.
    if (address === null || !isPublic(address)) return null
    const entry = this.reader.get(address) as Entry
    return this.named(entry?.country_code ?? null)
  }

  /** @returns null for what is no country's code */
  named(code: string | null): Place | null {
    const country = code && this.names.of(code)
    return code && country ? { country_code: code, country } : null
  }
}
