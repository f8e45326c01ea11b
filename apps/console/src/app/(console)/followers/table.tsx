'use client'
import type { Followers } from '@tessera/contract'
import { cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { When } from '../../../ui/when'
import type { Density } from '../../preferences'
import { followerColumns } from './columns'
import { FollowerStateWord, lagOf, staleWords, viaWords } from './follower-words'
import { lagWords } from './lag'

const cells = cellsOf(followerColumns(false))

/** The followers. A row leads to the API key that it reads with: who has that, runs it. */
export function FollowersTable({ followers, bound, density }: { followers: Followers; bound: boolean; density: Density }) {
  const { items, as_of } = followers
  return (
    <ListTable columns={followerColumns(bound)} caption="Followers, those furthest behind first" density={density}>
      {items.map((follower, place) => {
        const { name, api_key, company, via, when_stale, reported_at } = follower
        const keyName = api_key?.name ?? 'Another company’s'
        const whose = company?.name ?? 'Every company'
        return (
          <ListRow key={`${api_key?.id ?? place} ${name}`}>
            <td className={cells.state}>
              <FollowerStateWord follower={follower} asOf={as_of} />
            </td>
            <td className={cells.name}>
              <div title={name} className={`${givenLook} font-mono font-medium`}>
                {name}
              </div>
              <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
                <FollowerStateWord follower={follower} asOf={as_of} />
                <bdi className="truncate">{keyName}</bdi>
              </div>
              <Whole />
            </td>
            <td className={cells.key}>
              {api_key ? (
                <RowLink href={`/api-keys/${api_key.id}`} className="block font-normal">
                  {api_key.name}
                </RowLink>
              ) : (
                <span className="text-quiet">{keyName}</span>
              )}
            </td>
            {!bound && (
              <td className={cells.company}>
                <div dir="auto" title={whose} className={`${givenLook} ${company ? '' : 'text-quiet'}`}>
                  {whose}
                </div>
              </td>
            )}
            <td className={cells.via}>{viaWords[via]}</td>
            <td className={cells.stale}>{staleWords[when_stale]}</td>
            <td className={`${cells.behind} font-mono`}>{lagWords(lagOf(follower, as_of))}</td>
            <td className={`${cells.heard} text-quiet`}>
              <When at={reported_at} />
            </td>
          </ListRow>
        )
      })}
    </ListTable>
  )
}
