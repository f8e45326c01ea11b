'use client'
import type { SigningKey } from '@tessera/contract'
import { useState } from 'react'
import { actionsCell, cellsOf, givenLook } from '../../../lists/columns'
import { ListTable } from '../../../lists/list-table'
import { Button } from '../../../ui/button'
import { CopyButton } from '../../../ui/copy-button'
import { When } from '../../../ui/when'
import { columns } from './columns'
import { mayBeWithdrawn, shortKid, SigningKeyStateWord } from './key-words'
import { WithdrawDialog } from './withdraw-dialog'

const cells = cellsOf(columns)

/** The keys in words: what the bars above show. */
export function SigningKeysTable({ keys, mayChange }: { keys: readonly SigningKey[]; mayChange: boolean }) {
  const [asked, ask] = useState<SigningKey | null>(null)
  return (
    <>
      <ListTable columns={columns} caption="Signing keys, newest first" actions={mayChange}>
        {keys.map((key) => {
          const withdraw = mayChange && mayBeWithdrawn(key.state) && (
            <Button size="small" aria-label={`Withdraw ${shortKid(key.kid)}`} onClick={() => ask(key)}>
              Withdraw
            </Button>
          )
          return (
            <tr key={key.kid} className="group/row">
              <td className={cells.state}>
                <SigningKeyStateWord state={key.state} />
              </td>
              <td className={cells.kid}>
                <div className="flex min-w-0 items-center gap-1">
                  <span title={key.kid} className={`${givenLook} font-mono`}>
                    {key.kid}
                  </span>
                  <CopyButton text={key.kid} what={`key id ${shortKid(key.kid)}`} />
                </div>
                <div className="flex flex-wrap items-center gap-2 pb-1 text-small text-quiet md:hidden">
                  <SigningKeyStateWord state={key.state} />
                  {withdraw}
                </div>
              </td>
              <td className={`${cells.signs} text-quiet`}>
                <When at={key.activates_at} />
              </td>
              <td className={`${cells.stops} text-quiet`}>
                <Time at={key.retires_at} />
              </td>
              <td className={`${cells.leaves} text-quiet`}>
                <Time at={key.published_until} />
              </td>
              {mayChange && <td className={actionsCell}>{withdraw}</td>}
            </tr>
          )
        })}
      </ListTable>
      <WithdrawDialog signingKey={asked} onClose={() => ask(null)} />
    </>
  )
}

function Time({ at }: { at: string | null }) {
  if (at !== null) return <When at={at} />
  return (
    <>
      <span aria-hidden className="text-faint">
        –
      </span>
      <span className="sr-only">Not known yet</span>
    </>
  )
}
