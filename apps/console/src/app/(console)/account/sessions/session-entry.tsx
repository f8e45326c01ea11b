import type { OwnSession } from '@tessera/contract'
import { SubmitButton } from '../../../../ui/form-parts'
import { WhenRoughly } from '../../../../ui/when'
import { DeviceIcon, deviceWords } from '../../sessions/device'

/** One session: on what, from where, since when. What devices say of themselves comes from strangers. */
export function SessionEntry({ session, pending }: { session: OwnSession; pending: boolean }) {
  const { id, device, client, current, place, last_place, ip, last_ip, started_at, last_seen_at } = session
  const words = deviceWords(device)
  const country = (last_place ?? place)?.country
  const address = last_ip ?? ip
  return (
    <li className="flex items-start gap-3 border-b border-line py-3">
      <span className="flex h-5.5 items-center">
        <DeviceIcon kind={device.kind} />
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5 [overflow-wrap:anywhere]">
        <p className="flex flex-wrap gap-x-3">
          <bdi className="line-clamp-2 font-medium">{words}</bdi>
          {current && <span className="text-accent-text">This session</span>}
        </p>
        <p className="text-table text-quiet">
          {country && <>{country}, </>}
          {address && (
            <>
              <span className="font-mono">{address}</span>,{' '}
            </>
          )}
          {current ? (
            'in use now'
          ) : (
            <>
              last seen <WhenRoughly at={last_seen_at} />
            </>
          )}
        </p>
        <p className="text-table text-faint">
          <bdi>{client.name}</bdi>, signed in <WhenRoughly at={started_at} />
        </p>
      </div>
      <SubmitButton
        pending={pending}
        look="plain"
        size="small"
        name={current ? 'current' : 'id'}
        value={id}
        aria-label={current ? 'Sign out here' : `Sign out on ${words}`}
      >
        Sign out
      </SubmitButton>
    </li>
  )
}
