import { classNames } from '../../../../ui/class-names'
import type { Source } from './story'

/** A browser and its system in words; null where the user agent says neither. Written by strangers. */
export function browserWords({ browser, system }: Pick<Source, 'browser' | 'system'>): string | null {
  return browser && system ? `${browser} on ${system}` : (browser ?? system)
}

/** The same, or the user agent itself. */
const agentWords = (source: Source) => browserWords(source) ?? source.user_agent

/** From where, and on what. */
export function SourceLine({ source, className }: { source: Source; className?: string }) {
  const words = agentWords(source)
  if (source.ip === null && words === null) return null
  return (
    <span className={classNames('block', className)}>
      {source.ip !== null && (
        <>
          <span className="font-mono">{source.ip}</span>
          {source.place && `, ${source.place.country}`}
        </>
      )}
      {words !== null && (
        <bdi title={source.user_agent ?? undefined} className="line-clamp-2">
          {words}
        </bdi>
      )}
    </span>
  )
}

/** Where a session was, and where it is now: what differs stands out. */
export function Change({ before, after }: { before: Source | null; after: Source }) {
  const rows = [
    ['Address', before?.ip ?? null, after.ip, true],
    ['Country', before?.place?.country ?? null, after.place?.country ?? null, false],
    ['Browser', before && agentWords(before), agentWords(after), false],
  ] as const
  return (
    <dl className="mt-0.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      {rows
        .filter(([, from, to]) => from !== null || to !== null)
        .map(([name, from, to, mono]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt>{name}</dt>
            <dd className={classNames('min-w-0', mono && 'font-mono')}>
              {from === to || from === null ? (
                <bdi>{to ?? 'Unknown'}</bdi>
              ) : (
                <>
                  <bdi>{from}</bdi>{' '}
                  <span aria-hidden className="font-sans">
                    →
                  </span>
                  <span className="sr-only">, now</span> <bdi className="font-medium text-text">{to ?? 'Unknown'}</bdi>
                </>
              )}
            </dd>
          </div>
        ))}
    </dl>
  )
}
