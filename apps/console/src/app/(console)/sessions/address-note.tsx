import Link from 'next/link'
import { networkAround } from './network'

/** What a search by an address does not find: a session that came there later, as a stolen one may. */
export function AddressNote({ network }: { network: string }) {
  const around = networkAround(network)
  return (
    <p className="min-w-0 basis-full text-table text-quiet [overflow-wrap:anywhere]">
      An address finds the sessions that began there. Those that moved there later, as stolen ones do, are in the{' '}
      <Link href={`/events?ip=${encodeURIComponent(around)}`} prefetch={false} className="text-accent-text underline underline-offset-4">
        events from <bdi>{around}</bdi>
      </Link>
      .
    </p>
  )
}
