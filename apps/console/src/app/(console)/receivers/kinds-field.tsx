'use client'
import { useId } from 'react'
import { eventSentence } from '../../../events/event-words'

interface KindsFieldProps {
  /** All that a webhook may ask for. */
  kinds: readonly string[]
  chosen: readonly string[]
  fault?: string | undefined
}

/** Those that are about sessions; the others are about accounts. */
export function isOfSessions(kind: string): boolean {
  return kind.startsWith('session_') || kind === 'watermark_set'
}

/** Which kinds of events a webhook is told. */
export function KindsField({ kinds, chosen, fault }: KindsFieldProps) {
  const id = useId()
  // One that this version does not offer stays where it is ticked.
  const offered = [...new Set([...kinds, ...chosen])]
  return (
    <fieldset aria-describedby={fault && id} className="grid gap-3">
      <legend className="mb-1 text-table font-medium">What it is told</legend>
      <Kinds title="Sessions" kinds={offered.filter(isOfSessions)} chosen={chosen} faulty={Boolean(fault)} />
      <Kinds title="Users" kinds={offered.filter((kind) => !isOfSessions(kind))} chosen={chosen} faulty={Boolean(fault)} />
      {fault && (
        <p id={id} className="text-table text-reuse">
          {fault}
        </p>
      )}
    </fieldset>
  )
}

function Kinds({ title, kinds, chosen, faulty }: { title: string; kinds: readonly string[]; chosen: readonly string[]; faulty: boolean }) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={id} className="grid gap-1">
      <p id={id} className="text-table text-quiet">
        {title}
      </p>
      <div className="grid max-h-48 gap-1 overflow-y-auto border-l-2 border-line pl-3">
        {kinds.map((kind) => (
          <label key={kind} className="flex items-start gap-2">
            <input
              type="checkbox"
              name="kinds"
              value={kind}
              defaultChecked={chosen.includes(kind)}
              aria-invalid={faulty || undefined}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {eventSentence({ kind, reason: null, details: null })} <code className="font-mono text-small text-faint">{kind}</code>
            </span>
          </label>
        ))}
      </div>
    </div>
  )
}
