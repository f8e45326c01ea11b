'use client'
import type { Company } from '@tessera/contract'
import Link from 'next/link'
import { useState } from 'react'
import { actionLook, actionsCell, cellsOf } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { Button } from '../../../ui/button'
import { When } from '../../../ui/when'
import type { Density } from '../../preferences'
import { columns } from './columns'
import { NameDialog } from './name-dialog'

const cells = cellsOf(columns)

/** The companies. A row leads to the company's page, and from it there is a way to its users. */
export function CompaniesTable(props: { companies: readonly Company[]; density: Density; mayChange: boolean }) {
  const { companies, density, mayChange } = props
  const [renamed, rename] = useState<Company | null>(null)
  return (
    <>
      <ListTable columns={columns} caption="Companies, newest first" density={density} actions={mayChange}>
        {companies.map((company) => (
          <ListRow key={company.id}>
            <td className={cells.name}>
              <RowLink href={`/companies/${company.id}`} className="block">
                {company.name}
              </RowLink>
              <Whole />
            </td>
            <td className={`${cells.id} font-mono text-quiet`}>{company.id}</td>
            <td className={`${cells.users} text-quiet`}>
              <Link
                href={`/users?company_id=${company.id}`}
                prefetch={false}
                aria-label={`Users of ${company.name}`}
                className="underline decoration-line underline-offset-4 hover:text-text"
              >
                Show users
              </Link>
            </td>
            <td className={`${cells.created} text-quiet`}>
              <When at={company.created_at} />
            </td>
            {mayChange && (
              <td className={actionsCell}>
                <Button size="small" aria-label={`Rename ${company.name}`} onClick={() => rename(company)} className={actionLook}>
                  Rename
                </Button>
              </td>
            )}
          </ListRow>
        ))}
      </ListTable>
      <NameDialog company={renamed} open={renamed !== null} onClose={() => rename(null)} />
    </>
  )
}
