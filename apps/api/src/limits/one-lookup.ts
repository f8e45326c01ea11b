import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'

type Found = { readonly addresses: readonly LookupAddress[] } | { readonly fault: NodeJS.ErrnoException }

/**
 * Looks up the name of one server, once at a time: who asks meanwhile is told with the others. A few threads look names up for everybody
 * (`getaddrinfo`), and a name server that says nothing keeps one for ten seconds and more, whoever has given up since: a server that is tried again
 * every other second would keep them all, and nobody could connect to the database.
 */
export function oneLookup(lookup: typeof systemLookup = systemLookup): LookupFunction {
  let underWay: Promise<Found> | undefined
  return (hostname, options, answer) => {
    underWay ??= new Promise<Found>((done) => {
      lookup(hostname, { ...options, all: true }, (fault, addresses) => done(fault ? { fault } : { addresses }))
    }).finally(() => (underWay = undefined))
    void underWay.then((found) => {
      if ('fault' in found) answer(found.fault, '')
      else if (options.all) answer(null, [...found.addresses])
      else answer(null, found.addresses[0]?.address ?? '', found.addresses[0]?.family ?? 4)
    })
  }
}
