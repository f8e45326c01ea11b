'use client'
import type { RevocationPreview } from '@tessera/contract'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState, useTransition, type SubmitEvent } from 'react'
import type { Answer } from '../../../../api/answer'
import { inWords, mayBeAnswered, signInOf, type Trouble } from '../../../../api/trouble'
import { Button, buttonLook } from '../../../../ui/button'
import { controlLook, Field } from '../../../../ui/field'
import { TextField } from '../../../../ui/form-parts'
import { Waiting } from '../../../../ui/mark'
import { SignInAgain } from '../../../../ui/sign-in-again'
import type { Known } from '../../sessions/filter-words'
import { forgetSelection, readChosen } from '../../../../lists/kept-selection'
import { changesBetween } from './changes'
import { isConfirmed, owedFor } from './confirmation'
import { createRevocation, type Created } from './create-revocation'
import { PreviewView } from './preview-view'
import { previewRevocation } from './preview-revocation'
import { bodyOf, type Target } from './target'
import { sessionsInWords } from '../words'

const notHeard = { ok: false, trouble: { kind: 'unreachable' } } as const

interface RevocationFormProps {
  target: Target
  /** Of the user, company or client whose everything it is. */
  name: string | null
  /** The names of what a filter has ids of. */
  known: Known
}

/** Shows what would end, and ends just that once it was confirmed. */
export function RevocationForm({ target, name, known }: RevocationFormProps) {
  const router = useRouter()
  const [include, setInclude] = useState(false)
  const [answer, setAnswer] = useState<Answer<RevocationPreview> | null>(null)
  const [uncounted, setUncounted] = useState<Trouble | null>(null)
  const [noneChosen, setNoneChosen] = useState(false)
  const [changed, setChanged] = useState<readonly string[] | null>(null)
  const [created, setCreated] = useState<Created | null>(null)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [pending, start] = useTransition()
  const confirmation = useRef<HTMLInputElement>(null)
  /** What of `include` the preview was counted for. */
  const counted = useRef(false)

  const look = useCallback(
    (including: boolean): void => {
      start(async () => {
        const ids = readChosen()
        if (target.kind === 'chosen' && ids.length === 0) return setNoneChosen(true)
        const body = { ...bodyOf(target, ids), include_current: including }
        const seen = await previewRevocation(body).catch(() => notHeard)
        setUncounted(seen.ok ? null : seen.trouble)
        // What is known stays, with what it was counted for, and so does what was typed beside it.
        setAnswer((before) => (before?.ok && !seen.ok ? before : seen))
        if (seen.ok) counted.current = including
        setInclude(counted.current)
      })
    },
    [target],
  )
  useEffect(() => look(false), [look])

  if (noneChosen) {
    return (
      <div role="alert" className="grid justify-items-start gap-3">
        <p>No sessions are chosen, so nothing was ended. What is selected in the list is known only in the tab where that was done.</p>
        <ToSessions />
      </div>
    )
  }
  if (!answer) {
    return (
      <p role="status">
        <Waiting>Counting what would end…</Waiting>
      </p>
    )
  }
  if (!answer.ok) {
    const { title, advice } = inWords(answer.trouble)
    return (
      <div role="alert" className="grid justify-items-start gap-3">
        <p>
          {title}. Nothing was ended. {advice}
          <SignInAgain to={signInOf(answer.trouble)} />
        </p>
        {mayBeAnswered(answer.trouble) ? (
          <Button onClick={() => look(include)}>{pending ? 'Trying…' : 'Try again'}</Button>
        ) : (
          <ToSessions />
        )}
      </div>
    )
  }

  const preview = answer.body
  const owed = owedFor(target, preview, name)
  const tooMany = preview.count_capped && target.kind !== 'everything'
  const words = `${sessionsInWords(preview)}`

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (pending) return
    if (!isConfirmed(owed, typed)) {
      setWrong(true)
      confirmation.current?.focus()
      return
    }
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    start(async () => {
      const done = await createRevocation({
        ...bodyOf(target, readChosen()),
        include_current: include,
        ...(reason !== '' && { reason }),
        ...(target.kind !== 'everything' && { as_of: preview.as_of, expected_count: preview.count }),
      }).catch((): Created => ({ outcome: 'unknown' }))
      if (done.outcome === 'created') {
        forgetSelection()
        return router.replace(`/revocations/${done.id}`)
      }
      setCreated(done)
      if (done.outcome !== 'changed') return
      setChanged(changesBetween(preview, done.preview))
      setAnswer({ ok: true, body: done.preview })
      setTyped('')
      setWrong(false)
    })
  }

  return (
    <form onSubmit={submit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div role="alert" className="grid gap-3 [overflow-wrap:anywhere] empty:hidden">
        {changed && (
          <div className="border-l-2 border-expired pl-3">
            <p className="font-medium">Meanwhile it is not the same any more, so nothing was ended.</p>
            <ul className="text-quiet">
              {changed.map((line) => (
                <li key={line}>
                  <bdi>{line}</bdi>
                </li>
              ))}
            </ul>
            <p>Below is what would end now.</p>
          </div>
        )}
        {uncounted && (
          <p className="text-reuse">
            {inWords(uncounted).title}. It was not counted again. {inWords(uncounted).advice}
            <SignInAgain to={signInOf(uncounted)} />
          </p>
        )}
        {created?.outcome === 'refused' && (
          <p className="text-reuse">
            {created.sentence}
            <SignInAgain to={created.signIn} />
          </p>
        )}
        {created?.outcome === 'unknown' && (
          <p className="text-reuse">
            The API did not answer. It is not known whether it began:{' '}
            <Link href="/revocations" prefetch={false} className="underline underline-offset-4">
              look into the history
            </Link>{' '}
            before you try again.
          </p>
        )}
      </div>
      <PreviewView
        preview={preview}
        target={target}
        name={name}
        known={known}
        include={include}
        onInclude={(including) => {
          setInclude(including)
          setTyped('')
          look(including)
        }}
      />
      {tooMany ? (
        <p role="alert">
          More match than can be ended one by one. Narrow the search, or{' '}
          <Link href="/revocations/new" prefetch={false} className="underline underline-offset-4">
            revoke everything of a scope
          </Link>
          .
        </p>
      ) : preview.count === 0 && target.kind !== 'everything' ? (
        <p>There is nothing to end.</p>
      ) : (
        <>
          <Field label="Reason (optional)" hint="Kept in the history of each session, for whoever looks into it later.">
            {(given) => <textarea {...given} name="reason" rows={2} maxLength={500} className={`${controlLook} resize-y py-1.5`} />}
          </Field>
          {owed && (
            <TextField
              ref={confirmation}
              label={owed.label}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value)
                setWrong(false)
              }}
              autoComplete="off"
              spellCheck={false}
              dir="auto"
              fault={wrong ? 'This is something else. Nothing was ended.' : undefined}
              className="max-w-sm"
            />
          )}
        </>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {!tooMany && (preview.count > 0 || target.kind === 'everything') && (
          <Button type="submit" look="primary" aria-disabled={pending}>
            {pending ? 'One moment…' : target.kind === 'everything' ? 'Revoke everything' : `Revoke ${words}`}
          </Button>
        )}
        <Button onClick={() => router.back()}>Cancel</Button>
        <Link href="/revocations" prefetch={false} className={buttonLook({ look: 'bare' })}>
          History
        </Link>
      </div>
      <p className="text-table text-quiet">
        It begins five seconds later, and can be stopped until it is done: what has not ended by then is spared.
      </p>
    </form>
  )
}

function ToSessions() {
  return (
    <Link href="/sessions" prefetch={false} className={buttonLook()}>
      To the sessions
    </Link>
  )
}
