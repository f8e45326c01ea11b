'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { Dialog, DialogPanel } from './dialog'
import { useDialogForm, type Answered } from './use-dialog-form'

/** A secret that was just made. No other answer ever has it. */
export interface Secret {
  /** “Keep the secret of Shop”. */
  readonly title: string
  /** What it is, for the copy button: “client secret”. */
  readonly what: string
  readonly value: string
  /** Another thing that belongs to it, such as the client's id. */
  readonly beside?: { readonly what: string; readonly value: string }
  /** What becomes of it here, in a sentence, where Tessera keeps more than what it takes to recognise it. */
  readonly kept?: string
}

/**
 * What came of a dialog that may make a secret. An answer with a secret brings no page with it: one that could not be read would take the secret away.
 */
export interface AnsweredOnce extends Answered {
  readonly secret?: Secret
}

/** As `useDialogForm`; a secret that comes back is kept for `ShownOnce`, and the dialog is then neither done nor refused. */
export function useSecretForm(action: (form: FormData) => Promise<AnsweredOnce>, onSecret: (secret: Secret) => void, onDone: () => void) {
  return useDialogForm(async (form) => {
    const { secret, ...answered } = await action(form)
    if (!secret) return answered
    onSecret(secret)
    return {}
  }, onDone)
}

/** Shows a secret this once. Neither Escape nor a click beside it takes it away: only the button does. */
export function ShownOnce({ secret, onKept }: { secret: Secret | null; onKept: () => void }) {
  return (
    <Dialog open={secret !== null}>
      {secret && (
        <DialogPanel
          title={secret.title}
          description={secret.kept ?? 'It is shown this once, and stored nowhere: Tessera keeps only what it takes to recognise it.'}
          closes={false}
          onEscapeKeyDown={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <Words secret={secret} />
          <div className="mt-4 flex justify-end">
            <Button look="primary" onClick={onKept}>
              I have kept it
            </Button>
          </div>
        </DialogPanel>
      )}
    </Dialog>
  )
}

function Words({ secret: { what, value, beside } }: { secret: Secret }) {
  return (
    <dl className="mt-4 grid gap-2 border-l-2 border-line pl-3 [overflow-wrap:anywhere]">
      {[...(beside ? [beside] : []), { what, value }].map((each) => (
        <div key={each.what} className="grid">
          <dt className="text-table text-quiet first-letter:uppercase">{each.what}</dt>
          <dd className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-table">{each.value}</code>
            <CopyButton text={each.value} what={each.what} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Where a secret is kept between the dialog that made it and its being shown. Forgotten, the page is rendered with what was made. */
export function useSecret() {
  const router = useRouter()
  const [secret, show] = useState<Secret | null>(null)
  function forget(): void {
    show(null)
    router.refresh()
  }
  return { secret, show, forget }
}
