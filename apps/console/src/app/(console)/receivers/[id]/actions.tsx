'use client'
import type { Receiver } from '@tessera/contract'
import { useState, type ReactNode } from 'react'
import { Button } from '../../../../ui/button'
import { DeedEntry } from '../../../../ui/deed-entry'
import { Dialog, DialogClose, DialogPanel } from '../../../../ui/dialog'
import { controlLook, Field } from '../../../../ui/field'
import { FormWords, SubmitButton } from '../../../../ui/form-parts'
import { ShownOnce, useSecret, useSecretForm, type AnsweredOnce, type Secret } from '../../../../ui/shown-once'
import { useDialogForm } from '../../../../ui/use-dialog-form'
import { pauseReceiver, resumeReceiver, rotateSecret, testReceiver } from './act'
import { formerLives } from './former-lives'
import { removeReceiver } from './remove-receiver'

/** What can be done with the receiver, each with what it does. A question stands before what cannot be taken back. */
export function Actions({ receiver }: { receiver: Receiver }) {
  const [asked, ask] = useState<'rotate' | 'remove' | null>(null)
  const { secret, show, forget } = useSecret()
  const done = () => ask(null)
  const dialog = {
    receiver,
    onDone: done,
    onSecret: (made: Secret) => {
      done()
      show(made)
    },
  }
  const { id, name, form, state, waiting } = receiver
  return (
    <section aria-labelledby="actions">
      <h2 id="actions" className="mb-1.5 text-table font-semibold">
        Actions
      </h2>
      <ul className="border-t border-line">
        <DeedEntry
          words={
            form === 'set_poll'
              ? 'Puts something harmless among what waits for it.'
              : 'Sends something harmless now, and says what came back.'
          }
          id="about-test"
        >
          <Deed id={id} action={testReceiver} about="about-test" working="Sending…">
            Send a test
          </Deed>
        </DeedEntry>
        {state === 'paused' ? (
          <DeedEntry words="Sends what has waited, and what happens from now on." id="about-resume">
            <Deed id={id} action={resumeReceiver} about="about-resume" working="Resuming…">
              Resume receiver
            </Deed>
          </DeedEntry>
        ) : (
          <DeedEntry words="Sends nothing more until it is resumed. What happens meanwhile waits for it." id="about-pause">
            <Deed id={id} action={pauseReceiver} about="about-pause" working="Pausing…">
              Pause receiver
            </Deed>
          </DeedEntry>
        )}
        {form === 'webhook' && (
          <DeedEntry words="Makes a new secret. The one before signs beside it for as long as you say." id="about-rotate">
            <Button aria-describedby="about-rotate" onClick={() => ask('rotate')}>
              Rotate secret
            </Button>
          </DeedEntry>
        )}
        <DeedEntry words="Tells it nothing any more, and forgets what it was told." id="about-remove">
          <Button aria-describedby="about-remove" onClick={() => ask('remove')}>
            Remove receiver
          </Button>
        </DeedEntry>
      </ul>
      <Dialog open={asked !== null} onOpenChange={(open) => !open && done()}>
        {asked === 'rotate' && (
          <Question
            {...dialog}
            title="Rotate the secret?"
            words="A new one is made, and shown to you once. Give it to the receiver while the one before still signs as well."
            button="Rotate secret"
            action={rotateSecret}
          >
            <Field label="The secret before goes on signing for">
              {(given) => (
                <select {...given} name="former_lives" defaultValue={86_400} className={`${controlLook} h-9`}>
                  {formerLives.map(({ seconds, words }) => (
                    <option key={seconds} value={seconds}>
                      {words}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </Question>
        )}
        {asked === 'remove' && (
          <Question
            {...dialog}
            title="Remove this receiver?"
            words={`${name} is told nothing any more${waiting > 0 ? `, nor what waits for it now: ${waiting === 1 ? 'one delivery' : `${waiting.toLocaleString('en')}${waiting >= 1000 ? ' or more' : ''} deliveries`}` : ''}. It cannot be undone; pausing can.`}
            button="Remove receiver"
            action={removeReceiver}
          />
        )}
      </Dialog>
      <ShownOnce secret={secret} onKept={forget} />
    </section>
  )
}

interface DeedProps {
  id: string
  action: (form: FormData) => Promise<AnsweredOnce>
  about: string
  working: string
  children: string
}

/** A button that does at once what harms nothing; a toast says what came of it. */
function Deed({ id, action, about, working, children }: DeedProps) {
  const { refusal, pending, given } = useDialogForm(action, () => undefined)
  return (
    <form {...given} className="grid gap-2">
      <input type="hidden" name="id" value={id} />
      <SubmitButton pending={pending} working={working} look="plain" aria-describedby={about} className="justify-self-start">
        {children}
      </SubmitButton>
      <FormWords state={refusal} />
    </form>
  )
}

interface QuestionProps {
  receiver: Receiver
  title: string
  words: string
  button: string
  action: (form: FormData) => Promise<AnsweredOnce>
  onDone: () => void
  onSecret: (secret: Secret) => void
  children?: ReactNode
}

function Question({ receiver, title, words, button, action, onDone, onSecret, children }: QuestionProps) {
  const { refusal, pending, given } = useSecretForm(action, onSecret, onDone)
  return (
    <DialogPanel title={title} description={<bdi>{words}</bdi>}>
      <form {...given} className="mt-4 grid gap-4">
        <input type="hidden" name="id" value={receiver.id} />
        {children}
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
