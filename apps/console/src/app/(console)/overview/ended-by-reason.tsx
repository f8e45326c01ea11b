import type { Overview } from '@tessera/contract'
import Link from 'next/link'
import { linkLook } from '../../../ui/link-look'
import { reasonWords } from '../sessions/state'
import { figure } from './figures'

/** How many revocations each reason had, most first. The bars are pictures of the numbers beside them. */
export function EndedByReason({ ended, points }: Pick<Overview, 'ended' | 'points'>) {
  const [first] = points
  const most = Math.max(...ended.map(({ count }) => count), 1)
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons" className="text-table font-semibold">
        Revocations by reason
      </h2>
      <p className="mb-1 text-small text-faint">What one write ended counts as one.</p>
      {ended.length === 0 ? (
        <p className="border-t border-line py-3 text-quiet">No session was revoked in this time.</p>
      ) : (
        <table className="w-full table-fixed border-t border-line text-table">
          <caption className="sr-only">Revocations by reason</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">Revocations</th>
            </tr>
          </thead>
          <tbody>
            {ended.map(({ reason, count }) => (
              <tr key={reason}>
                <th scope="row" className="w-1/2 border-b border-line py-1.5 pr-3 text-left font-normal">
                  <Link href={`/sessions?reason=${reason}${first ? `&ended_after=${first.at}` : ''}`} prefetch={false} className={linkLook}>
                    {reasonWords[reason]}
                  </Link>
                </th>
                <td className="border-b border-line py-1.5">
                  <span className="flex items-center gap-3">
                    <svg aria-hidden viewBox="0 0 100 1" preserveAspectRatio="none" className="h-2 min-w-0 flex-1">
                      <rect width={(100 * count) / most} height={1} className={reason === 'reuse_detected' ? 'fill-reuse' : 'fill-ended'} />
                    </svg>
                    <span className="w-16 shrink-0 text-right font-mono">{figure(count)}</span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
