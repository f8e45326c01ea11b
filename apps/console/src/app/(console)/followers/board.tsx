'use client'
import type { Followers } from '@tessera/contract'
import { countWords } from '../../../lists/count'
import { DensitySwitch } from '../../../lists/density-switch'
import { WhenRoughly } from '../../../ui/when'
import type { Density } from '../../preferences'
import { FollowersHead } from './head'
import { NoFollowers } from './no-followers'
import { Standing } from './standing'
import { FollowersTable } from './table'
import { useFollowers } from './use-followers'

/** Milliseconds between two looks at what changes by the second. */
const rhythm = 2_000

/** Who follows the feed and how far each is, kept up to date; figures change in place, and rows only where their order does. */
export function FollowersBoard({ first, bound, density }: { first: Followers; bound: boolean; density: Density }) {
  const { followers, trouble } = useFollowers(first, rhythm)
  const now = followers ?? first
  const { items, count, as_of } = now
  if (count === 0) {
    return (
      <>
        <FollowersHead />
        <div className="flex flex-1 flex-col items-center border-t border-line px-4 py-16">
          <NoFollowers />
        </div>
      </>
    )
  }
  return (
    <>
      <FollowersHead count={countWords({ count, count_capped: false }, 'follower', 'followers')}>
        <DensitySwitch now={density} />
      </FollowersHead>
      <div className="relative flex min-h-0 flex-1 flex-col md:overflow-auto">
        <Standing followers={now} />
        <p role="status" className="px-4 pb-2 text-table text-reuse empty:hidden">
          {trouble && (
            <>
              {trouble}: this is how they stood <WhenRoughly at={as_of} />.
            </>
          )}
        </p>
        <div className="border-t border-line">
          <FollowersTable followers={now} bound={bound} density={density} />
        </div>
        {items.length < count && (
          <p className="px-4 py-3 text-table text-quiet">
            These are the {items.length} furthest behind, of those that report and of those that are silent. The other{' '}
            {(count - items.length).toLocaleString('en')} are ahead of them.
          </p>
        )}
      </div>
    </>
  )
}
