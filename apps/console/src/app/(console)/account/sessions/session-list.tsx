'use client'
import type { OwnSession } from '@tessera/contract'
import { useEffect, useRef } from 'react'
import { SubmitButton } from '../../../../ui/form-parts'
import { useForm } from '../../../../ui/use-form'
import { Section } from '../section'
import { endSessions, type EndState } from './end-sessions'
import { SessionEntry } from './session-entry'

const nothing: EndState = {}

/** The sessions that are open. One form around them all: each button says which session it ends. */
export function SessionList({ sessions, first }: { sessions: readonly OwnSession[]; first: boolean }) {
  const { state, pending, given } = useForm(endSessions, nothing)
  const words = useRef<HTMLParagraphElement>(null)
  const told = state.refused ?? state.done
  // The button that had the focus went with its session.
  useEffect(() => {
    if (told !== undefined) words.current?.focus()
  }, [state, told])

  return (
    <form {...given}>
      <Section
        title="Sessions"
        words="Where you are signed in. Sign out where you do not recognise it, and then change your password."
        action={
          sessions.some(({ current }) => !current) && (
            <SubmitButton pending={pending} look="plain" name="others" value="yes">
              Sign out everywhere else
            </SubmitButton>
          )
        }
      >
        <p
          ref={words}
          tabIndex={-1}
          role={state.refused ? 'alert' : 'status'}
          className={
            state.refused
              ? 'border-l-2 border-reuse pl-3 text-reuse focus:outline-none'
              : 'border-l-2 border-active pl-3 empty:hidden focus:outline-none'
          }
        >
          {told}
        </p>
        {sessions.length > 0 ? (
          <ul aria-label="Sessions" className="border-t border-line">
            {sessions.map((session) => (
              <SessionEntry key={session.id} session={session} pending={pending} />
            ))}
          </ul>
        ) : (
          <p className="text-quiet">{first ? 'No session is open.' : 'No more sessions are open.'}</p>
        )}
      </Section>
    </form>
  )
}
