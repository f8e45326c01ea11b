'use client'
import type { AdminUser } from '@tessera/contract'
import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonLook } from '../../../../ui/button'
import { DeedEntry } from '../../../../ui/deed-entry'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { FormWords, SubmitButton, TextField } from '../../../../ui/form-parts'
import { useDialogForm } from '../../../../ui/use-dialog-form'
import { userTitle } from '../user-words'
import { act } from './act'
import { deedsFor, deedWords, type Deed } from './deeds'
import { seenOf } from './meanwhile'

interface ActionsProps {
  user: AdminUser
  /** Whether the reader is this user. */
  own: boolean
  /** How many sessions are open, in words; null when none is. */
  sessions: string | null
}

/** What can be done to the user, each with what it does. A question stands between the button and the deed. */
export function Actions({ user, own, sessions }: ActionsProps) {
  const [asked, ask] = useState<Deed | null>(null)
  return (
    <section aria-labelledby="actions">
      <h2 id="actions" className="mb-1.5 text-table font-semibold">
        Actions
      </h2>
      <ul className="border-t border-line">
        {sessions !== null && (
          <DeedEntry
            words="Ends every session that this user has started until now, in one step. You are asked once more, with what it will hit."
            id="about-end"
          >
            <Link
              href={`/revocations/new?everything=user&of=${user.id}`}
              prefetch={false}
              aria-describedby="about-end"
              className={buttonLook()}
            >
              Revoke every session
            </Link>
          </DeedEntry>
        )}
        {deedsFor(user, own).map((deed) => (
          <DeedEntry key={deed} words={deedWords[deed].about} id={`about-${deed}`}>
            <Button aria-describedby={`about-${deed}`} onClick={() => ask(deed)}>
              {deedWords[deed].button}
            </Button>
          </DeedEntry>
        ))}
      </ul>
      <Dialog open={asked !== null} onOpenChange={(open) => !open && ask(null)}>
        {asked && <Question deed={asked} user={user} own={own} sessions={sessions} onDone={() => ask(null)} />}
      </Dialog>
    </section>
  )
}

function Question({ deed, user, own, sessions, onDone }: ActionsProps & { deed: Deed; onDone: () => void }) {
  const { question, effect, button, working } = deedWords[deed]
  const { refusal, pending, given } = useDialogForm(act, onDone)
  return (
    <DialogPanel
      title={question}
      description={
        <bdi>
          {effect(userTitle(user), sessions)}
          {own && signsOut.includes(deed) && ' This is your own account: you are signed out here too.'}
        </bdi>
      }
    >
      <form {...given} className="mt-4 grid gap-4">
        <input type="hidden" name="id" value={user.id} />
        <input type="hidden" name="deed" value={deed} />
        <input type="hidden" name="seen" value={JSON.stringify(seenOf(user))} />
        {deed === 'delete' && (
          <TextField
            label={`To be sure, type ${userTitle(user)}`}
            name="typed"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="auto"
            fault={refusal.faults?.['typed']}
          />
        )}
        <FormWords state={refusal} />
        <div className="flex flex-wrap justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending} working={working}>
            {button}
          </SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}

const signsOut: readonly Deed[] = ['reset_password', 'disable', 'delete']
