'use client'
import { personTitle } from '../users/user-words'
import type { SessionRevocation } from '@tessera/contract'
import { cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { StateWord } from '../../../ui/tile'
import { useZone, When } from '../../../ui/when'
import type { Density } from '../../preferences'
import type { Known } from '../sessions/filter-words'
import { columns } from './columns'
import { outcomeWords, stateHues, stateWords, targetWords } from './words'

const looks = cellsOf(columns)

interface TableProps {
  revocations: readonly SessionRevocation[]
  known: Known
  density: Density
}

/** Revocations of many sessions. A row leads to how it went, or goes. */
export function RevocationsTable({ revocations, known, density }: TableProps) {
  const zone = useZone()
  return (
    <ListTable columns={columns} caption="Revocations, newest first" density={density}>
      {revocations.map((revocation) => {
        const { id, state, reason, created_by, created_at, ended, total } = revocation
        const word = <StateWord hue={stateHues[state]} word={stateWords[state]} />
        return (
          <ListRow key={id}>
            <td className={looks.state}>{word}</td>
            <td className={looks.what}>
              <div className="flex min-w-0 items-baseline gap-2">
                <RowLink href={`/revocations/${id}`}>{targetWords(revocation, known, zone)}</RowLink>
                {reason && (
                  <span dir="auto" title={reason} className={`min-w-0 shrink-[9999] text-quiet max-md:hidden ${givenLook}`}>
                    {reason}
                  </span>
                )}
              </div>
              <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
                {word}
                <span className="truncate">{outcomeWords(revocation)}</span>
              </div>
              <Whole />
            </td>
            <td className={looks.by}>
              <div dir="auto" className={givenLook}>
                {personTitle(created_by)}
              </div>
            </td>
            <td className={`${looks.ended} font-mono`}>
              {ended.toLocaleString('en')}
              {total !== null && <span className="text-quiet"> of {total.toLocaleString('en')}</span>}
            </td>
            <td className={`${looks.created} text-quiet`}>
              <When at={created_at} />
            </td>
          </ListRow>
        )
      })}
    </ListTable>
  )
}
