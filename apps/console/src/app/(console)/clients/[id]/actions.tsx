'use client'
import type { Client } from '@tessera/contract'
import Link from 'next/link'
import { useState, type ReactNode } from 'react'
import { clientId as consoleClient } from '../../../../api/client-id'
import { Button, buttonLook } from '../../../../ui/button'
import { DeedEntry } from '../../../../ui/deed-entry'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { controlLook, Field } from '../../../../ui/field'
import { FormWords, SubmitButton, TextField } from '../../../../ui/form-parts'
import { ShownOnce, useSecret, useSecretForm, type AnsweredOnce, type Secret } from '../../../../ui/shown-once'
import { disableClient, enableClient, rotateSecret } from './act'
import { overlaps, type Deed } from './deeds'

interface ActionsProps {
  client: Client
  /** How many are live, in words; null when that is not known. */
  sessions: string | null
  /** Whether it is known that none is. */
  none: boolean
}

/** What can be done to the client, each with what it does. A question stands between the button and the deed. */
export function Actions({ client, sessions, none }: ActionsProps) {
  const [asked, ask] = useState<Deed | null>(null)
  const { secret, show, forget } = useSecret()
  const done = () => ask(null)
  const dialog = {
    client,
    onDone: done,
    onSecret: (made: Secret) => {
      done()
      show(made)
    },
  }
  const ends = none ? 'No session is open now.' : `Ends ${sessions ?? 'every session'} at once.`
  return (
    <section aria-labelledby="actions">
      <h2 id="actions" className="mb-1.5 text-table font-semibold">
        Actions
      </h2>
      <ul className="border-t border-line">
        {client.confidential && (
          <DeedEntry words="Makes a new secret. The older ones go on working for as long as you say." id="about-secret">
            <Button aria-describedby="about-secret" onClick={() => ask('rotate_secret')}>
              Rotate secret
            </Button>
          </DeedEntry>
        )}
        <DeedEntry words="Ends every session that was started here until now. New ones can start." id="about-end">
          <Link
            href={`/revocations/new?everything=client&of=${client.client_id}`}
            prefetch={false}
            aria-describedby="about-end"
            className={buttonLook()}
          >
            Revoke every session
          </Link>
        </DeedEntry>
        {client.disabled ? (
          <DeedEntry words="Lets people log in here again. The sessions that ended stay ended." id="about-enable">
            <Button aria-describedby="about-enable" onClick={() => ask('enable')}>
              Enable client
            </Button>
          </DeedEntry>
        ) : client.client_id === consoleClient ? (
          <DeedEntry words="This is the console’s own client. It cannot be disabled: administrators log in at it." id="about-console" />
        ) : (
          <DeedEntry words="Ends every session of the client, and none starts until it is enabled again." id="about-disable">
            <Button aria-describedby="about-disable" onClick={() => ask('disable')}>
              Disable client
            </Button>
          </DeedEntry>
        )}
      </ul>
      <Dialog open={asked !== null} onOpenChange={(open) => !open && done()}>
        {asked === 'rotate_secret' && (
          <Question
            {...dialog}
            title="Rotate the secret?"
            words="A new one is made, and shown to you once. Put it into the application while the older ones still work."
            button="Rotate secret"
            action={rotateSecret}
          >
            {() => (
              <Field label="The older secrets go on working for">
                {(given) => (
                  <select {...given} name="overlap" defaultValue={86_400} className={`${controlLook} h-9`}>
                    {overlaps.map(({ seconds, words }) => (
                      <option key={seconds} value={seconds}>
                        {words}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            )}
          </Question>
        )}
        {asked === 'disable' && (
          <Question
            {...dialog}
            title="Disable this client?"
            words={`${ends} Nobody can log in or refresh at ${client.name} until it is enabled again, and enabling brings no session back.`}
            button="Disable client"
            action={disableClient}
          >
            {(faults) => (
              <TextField
                label={`To be sure, type ${client.name}`}
                name="typed"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                dir="auto"
                fault={faults['typed']}
              />
            )}
          </Question>
        )}
        {asked === 'enable' && (
          <Question
            {...dialog}
            title="Enable this client?"
            words={`People can log in at ${client.name} again. The sessions that ended stay ended.`}
            button="Enable client"
            action={enableClient}
          />
        )}
      </Dialog>
      <ShownOnce secret={secret} onKept={forget} />
    </section>
  )
}

interface QuestionProps {
  client: Client
  title: string
  words: string
  button: string
  action: (form: FormData) => Promise<AnsweredOnce>
  onDone: () => void
  onSecret: (secret: Secret) => void
  children?: (faults: Readonly<Record<string, string>>) => ReactNode
}

function Question({ client, title, words, button, action, onDone, onSecret, children }: QuestionProps) {
  const { refusal, pending, given } = useSecretForm(action, onSecret, onDone)
  return (
    <DialogPanel title={title} description={<bdi>{words}</bdi>}>
      <form {...given} className="mt-4 grid gap-4">
        <input type="hidden" name="id" value={client.client_id} />
        {children?.(refusal.faults ?? {})}
        <FormWords state={refusal} />
        <div className="flex flex-wrap justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton pending={pending}>{button}</SubmitButton>
        </div>
      </form>
    </DialogPanel>
  )
}
