'use client'
import { personTitle } from '../users/user-words'
import type { ApiKey } from '@tessera/contract'
import { useState } from 'react'
import { actionLook, actionsCell, cellsOf, givenLook } from '../../../lists/columns'
import { ListRow, RowLink, Whole } from '../../../lists/list-row'
import { ListTable } from '../../../lists/list-table'
import { Button } from '../../../ui/button'
import { classNames } from '../../../ui/class-names'
import { When } from '../../../ui/when'
import type { Density } from '../../preferences'
import { keyColumns } from './columns'
import { KeyStateWord } from './key-words'
import { RevokeDialog } from './revoke-dialog'

interface KeysTableProps {
  apiKeys: readonly ApiKey[]
  bound: boolean
  density: Density
  /** Whether the reader may revoke keys. */
  mayRevoke: boolean
}

/** The found keys. `r` revokes the one that the focus is in. */
export function KeysTable({ apiKeys, bound, density, mayRevoke }: KeysTableProps) {
  const [asked, ask] = useState<ApiKey | null>(null)
  const askAt = (place: number) => {
    const key = apiKeys[place]
    if (mayRevoke && key?.state === 'live') ask(key)
  }
  return (
    <>
      <ListTable columns={keyColumns(bound)} caption="API keys, newest first" density={density} actions={mayRevoke} onR={askAt}>
        {apiKeys.map((key) => (
          <KeyRow key={key.id} apiKey={key} bound={bound} onRevoke={mayRevoke ? () => ask(key) : null} />
        ))}
      </ListTable>
      <RevokeDialog apiKey={asked} onClose={() => ask(null)} />
    </>
  )
}

const cells = cellsOf(keyColumns(false))

function KeyRow({ apiKey, bound, onRevoke }: { apiKey: ApiKey; bound: boolean; onRevoke: (() => void) | null }) {
  const { id, name, state, prefix, scopes, company, created_at, last_used_at } = apiKey
  const scopeText = scopes.join(', ')
  return (
    <ListRow>
      <td className={cells.state}>
        <KeyStateWord apiKey={apiKey} />
      </td>
      <td className={cells.name}>
        <div className="flex min-w-0 items-baseline gap-2">
          <RowLink href={`/api-keys/${id}`} className={classNames(state !== 'live' && 'text-quiet')}>
            {name}
          </RowLink>
          <span title={prefix} className={classNames('min-w-0 shrink-[9999] font-mono text-small text-faint max-lg:hidden', givenLook)}>
            {prefix}…
          </span>
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-small text-quiet md:hidden">
          <KeyStateWord apiKey={apiKey} />
          <bdi className="truncate">{personTitle(apiKey.user)}</bdi>
        </div>
        <Whole />
      </td>
      <td className={cells.user}>
        <div dir="auto" title={personTitle(apiKey.user)} className={givenLook}>
          {personTitle(apiKey.user)}
        </div>
      </td>
      {!bound && (
        <td className={cells.company}>
          <div dir="auto" title={company.name} className={givenLook}>
            {company.name}
          </div>
        </td>
      )}
      <td className={cells.scopes}>
        <div title={scopeText} className={`${givenLook} font-mono text-small text-quiet`}>
          {scopeText}
        </div>
      </td>
      <td className={`${cells.created} text-quiet`}>
        <When at={created_at} />
      </td>
      <td className={`${cells.used} text-quiet`}>{last_used_at ? <When at={last_used_at} /> : <span className="font-mono">never</span>}</td>
      {onRevoke && (
        <td className={actionsCell}>
          {state === 'live' && (
            <Button size="small" aria-label={`Revoke ${name}`} onClick={onRevoke} className={actionLook}>
              Revoke
            </Button>
          )}
        </td>
      )}
    </ListRow>
  )
}
