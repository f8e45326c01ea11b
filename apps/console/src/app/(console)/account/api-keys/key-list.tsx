'use client'
import type { ApiKey } from '@tessera/contract'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../../ui/button'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { FormWords, SubmitButton } from '../../../../ui/form-parts'
import { useForm, type Told } from '../../../../ui/use-form'
import { WhenRoughly } from '../../../../ui/when'
import { holdWords, KeyStateWord } from '../../api-keys/key-words'
import { Section } from '../section'
import { revokeKey } from './revoke-key'

const first: Told = {}

/** The keys there are, and the question before one is revoked. */
export function KeyList({ keys }: { keys: readonly ApiKey[] }) {
  const { state, pending, given } = useForm(revokeKey, first)
  const [asked, ask] = useState<ApiKey | null>(null)
  const [answered, answer] = useState(state)
  if (answered !== state) {
    answer(state)
    if (state.done !== undefined) ask(null)
  }
  const words = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.done !== undefined) words.current?.focus()
  }, [state])

  return (
    <Section title="API keys" {...(keys.length === 0 && { words: 'None yet. The first one you create shows up here.' })}>
      {state.done !== undefined && (
        <div ref={words} tabIndex={-1} className="focus:outline-none">
          <FormWords state={state} />
        </div>
      )}
      {keys.length > 0 && (
        <ul aria-label="API keys" className="border-t border-line">
          {keys.map((key) => (
            <KeyEntry key={key.id} apiKey={key} onRevoke={() => ask(key)} />
          ))}
        </ul>
      )}
      <Dialog open={asked !== null} onOpenChange={(open) => !open && ask(null)}>
        {asked && (
          <DialogPanel
            title="Revoke this API key?"
            description={
              <>
                Every program that sends <bdi className="font-medium text-text">{asked.name}</bdi> is refused from now on. It cannot be
                undone.
              </>
            }
          >
            <form {...given} className="mt-4 grid gap-4">
              <input type="hidden" name="id" value={asked.id} />
              <FormWords state={state.done === undefined ? state : {}} />
              <div className="flex justify-end gap-2">
                <DialogClose asChild>
                  <Button>Cancel</Button>
                </DialogClose>
                <SubmitButton pending={pending} working="Revoking…">
                  Revoke API key
                </SubmitButton>
              </div>
            </form>
          </DialogPanel>
        )}
      </Dialog>
    </Section>
  )
}

function KeyEntry({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { name, prefix, state, on_hold, scopes, created_at, last_used_at, expires_at, revoked_at } = apiKey
  return (
    <li className="flex items-start gap-3 border-b border-line py-3">
      <div className="grid min-w-0 flex-1 gap-0.5 [overflow-wrap:anywhere]">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <bdi className="font-medium">{name}</bdi>
          <span className="text-table text-quiet">
            <KeyStateWord apiKey={apiKey} />
          </span>
        </p>
        <p className="text-table text-quiet">
          <code className="font-mono">{prefix}…</code> for {scopes.join(', ')}
        </p>
        {on_hold && <p className="text-table text-quiet">{holdWords[on_hold]}</p>}
        <p className="text-table text-faint">
          Created <WhenRoughly at={created_at} />,{' '}
          {last_used_at ? (
            <>
              last used <WhenRoughly at={last_used_at} />
            </>
          ) : (
            'never used'
          )}
          {revoked_at ? (
            <>
              , revoked <WhenRoughly at={revoked_at} />
            </>
          ) : (
            expires_at && (
              <>
                , {state === 'expired' ? 'expired' : 'expires'} <WhenRoughly at={expires_at} />
              </>
            )
          )}
        </p>
      </div>
      {state === 'live' && (
        <Button size="small" aria-label={`Revoke ${name}`} onClick={onRevoke}>
          Revoke
        </Button>
      )}
    </li>
  )
}
