import type { SessionEvent } from '@tessera/contract'
import { classNames } from '../../../../ui/class-names'

type Place = NonNullable<SessionEvent['presented']>

/** Where one line became two: a column of tiles for each holder. */
export function Fork({ held, presented, event, lastIp }: { held: Place; presented: Place; event: SessionEvent; lastIp: string | null }) {
  const sameGeneration = held.generation === presented.generation
  return (
    <div className="rounded-md bg-reuse-wash p-3">
      <p className="font-medium text-reuse">Two holders of one session</p>
      <p className="mt-0.5 text-table">
        {sameGeneration
          ? 'Each used a different successor of the same refresh token. One of them is not the owner, and nobody can tell which.'
          : 'A refresh token came back that its holder had replaced before. Somebody has a copy, and nobody can tell which of them is the owner.'}
      </p>
      <div className="mt-3 grid grid-cols-2 gap-3">
        <Column title="In use" place={held} tiles="bg-edge" from={lastIp} />
        <Column title="Presented" place={presented} tiles="bg-reuse" from={event.ip} userAgent={event.user_agent} />
      </div>
    </div>
  )
}

function Column(props: { title: string; place: Place; tiles: string; from: string | null; userAgent?: string | null }) {
  const { title, place, tiles, from, userAgent } = props
  return (
    <div className="grid min-w-0 grid-cols-[0.625rem_minmax(0,1fr)] gap-x-2.5 text-table">
      <span aria-hidden className="grid content-start gap-1 pt-1.5">
        {[0, 1, 2].map((tile) => (
          <span key={tile} className={classNames('size-2.5 rounded-[2px]', tiles)} />
        ))}
      </span>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium">{title}</p>
        <p>
          Generation&nbsp;{place.generation}, branch&nbsp;{place.branch}
        </p>
        {from && <p className="font-mono">{from}</p>}
        {userAgent && (
          <p dir="auto" title={userAgent} className="line-clamp-3 text-quiet">
            {userAgent}
          </p>
        )}
      </div>
    </div>
  )
}
