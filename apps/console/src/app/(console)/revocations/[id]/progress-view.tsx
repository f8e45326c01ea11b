'use client'
import { personTitle } from '../../users/user-words'
import type { SessionRevocation } from '@tessera/contract'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { inWords, mayBeAnswered } from '../../../../api/trouble'
import { Button, buttonLook } from '../../../../ui/button'
import { Fact, Given, Group } from '../../../../ui/facts'
import { StateWord } from '../../../../ui/tile'
import { useZone, WhenExactly } from '../../../../ui/when'
import type { Known } from '../../sessions/filter-words'
import { HonouredWords } from '../../followers/honoured-words'
import { isOver, left, outcomeWords, sessionsOf, stateHues, sessionsAddress, stateWords, targetWords } from '../words'
import { useProgress } from './use-progress'
import { useStop } from './use-stop'

interface ProgressViewProps {
  first: SessionRevocation
  /** The names of what it is about. */
  known: Known
  renderedAt: number
  mayStop: boolean
}

/** A revocation from its countdown to its end, the same for whoever looks. */
export function ProgressView({ first, known, renderedAt, mayStop }: ProgressViewProps) {
  const zone = useZone()
  const { revocation, trouble, behind, see, again } = useProgress(first, renderedAt)
  const { stopping, stop } = useStop(first.id, see)
  const over = isOver(revocation)
  const found = sessionsAddress(revocation)
  const button = useRef<HTMLButtonElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const began = useRef(over)

  // Stopping is what may be wanted at once, and does no harm. When it is over, the button is gone and what came of it is to be read.
  useEffect(() => {
    if (!over) button.current?.focus()
    else if (!began.current) heading.current?.focus()
  }, [over])

  return (
    <>
      <section aria-label="Progress" className="grid grid-cols-[minmax(0,1fr)] gap-4 [overflow-wrap:anywhere]">
        <StateWord hue={stateHues[revocation.state]} word={stateWords[revocation.state]} />
        <h2 ref={heading} tabIndex={-1} className="text-title font-semibold focus:outline-none">
          {revocation.state === 'waiting' ? (
            <Countdown startsAt={revocation.starts_at} from={renderedAt} behind={behind} />
          ) : (
            outcomeWords(revocation)
          )}
        </h2>
        <Bar revocation={revocation} />
        {over && revocation.ended > 0 && (
          <HonouredWords
            at={revocation.finished_at ?? revocation.stopped_at ?? revocation.starts_at}
            companyId={companyOf(revocation)}
            first={null}
          />
        )}
        {!over && mayStop && (
          <div>
            <Button
              ref={button}
              onClick={() => void stop()}
              aria-disabled={stopping.step === 'asked' || stopping.step === 'again'}
              className="h-14 w-full max-w-sm border-reuse text-[1rem] text-reuse"
            >
              {stopping.step === 'asked' || stopping.step === 'again' ? 'Stopping…' : 'Stop'}
            </Button>
            <p className="mt-1.5 text-table text-quiet">What has not ended yet is spared. What has ended stays ended.</p>
          </div>
        )}
        <div role="alert" className="grid justify-items-start gap-2 empty:hidden">
          {stopping.step === 'again' && (
            <p>The API does not answer. It is not known whether it was stopped; it is asked again until it says so.</p>
          )}
          {stopping.step === 'refused' && <p className="text-reuse">{stopping.sentence}</p>}
          {trouble && !over && (
            <NotSeen words={lastKnown(revocation)} title={inWords(trouble).title} passing={mayBeAnswered(trouble)} onAgain={again} />
          )}
        </div>
        <p role="status" className="sr-only">
          {spoken(revocation)}
        </p>
      </section>
      <Group title="What and why">
        <Fact name="What">
          <Given>{targetWords(revocation, known, zone)}</Given>
        </Fact>
        <Fact name="Reason">
          {revocation.reason === null ? <span className="text-faint">None given</span> : <Given>{revocation.reason}</Given>}
        </Fact>
        <Fact name="Begun by">
          <Given>{personTitle(revocation.created_by)}</Given>
        </Fact>
        <Fact name="Asked for">
          <WhenExactly at={revocation.created_at} />
        </Fact>
        {revocation.total !== null && <Fact name="In its set">{sessionsOf(revocation.total)}</Fact>}
        {revocation.stopped_at && (
          <Fact name="Stopped">
            <WhenExactly at={revocation.stopped_at} />{' '}
            {revocation.stopped_by ? (
              <Given quiet>{personTitle(revocation.stopped_by)}</Given>
            ) : (
              <span className="block text-quiet">Whoever began it may not end sessions any more.</span>
            )}
          </Fact>
        )}
        {revocation.finished_at && !revocation.stopped_at && (
          <Fact name="Over">
            <WhenExactly at={revocation.finished_at} />
          </Fact>
        )}
      </Group>
      <p className="flex flex-wrap gap-2">
        <Link href={found ?? '/sessions'} prefetch={false} className={buttonLook()}>
          {found === null ? 'To the sessions' : over ? 'Find what was revoked in sessions' : 'Find in sessions'}
        </Link>
        <Link href="/revocations" prefetch={false} className={buttonLook({ look: 'bare' })}>
          History
        </Link>
      </p>
    </>
  )
}

function NotSeen({ title, words, passing, onAgain }: { title: string; words: string; passing: boolean; onAgain: () => void }) {
  return (
    <>
      <p>
        {title}. {words}{' '}
        {passing ? 'It goes on without this page, which looks again by itself.' : 'It is not known how far it has come since.'}
      </p>
      {!passing && <Button onClick={onAgain}>Look again</Button>}
    </>
  )
}

function lastKnown({ state, ended, total }: SessionRevocation): string {
  if (state === 'waiting') return 'When it was last seen, nothing had ended.'
  return `When it was last seen, ${sessionsOf(ended)}${total === null ? '' : ` of ${total.toLocaleString('en')}`} had ended.`
}

/** Whose sessions it ended; null where that is not one company alone. */
function companyOf({ everything }: SessionRevocation): number | null {
  return everything?.scope === 'company' ? Number(everything.id) : null
}

/** Seconds until the first session ends, by the server's clock. */
function Countdown({ startsAt, from, behind }: { startsAt: string; from: number; behind: number }) {
  const [now, setNow] = useState(from)
  useEffect(() => {
    const tick = () => setNow(Date.now() + behind)
    const timer = setInterval(tick, 200)
    return () => clearInterval(timer)
  }, [behind])
  const seconds = Math.ceil((Date.parse(startsAt) - now) / 1000)
  return <span role="timer">{seconds > 0 ? `Begins in ${seconds} s. Nothing has ended yet.` : 'Begins now…'}</span>
}

function Bar({ revocation }: { revocation: SessionRevocation }) {
  const { state, total, ended, passed_over } = revocation
  const looked = total === null ? (state === 'done' ? 1 : 0) : ended + passed_over
  return (
    <progress
      aria-label="Ended so far"
      max={Math.max(1, total ?? 1)}
      {...(total === null && state === 'running' ? {} : { value: looked })}
      className="block h-2 w-full appearance-none overflow-hidden rounded-sm bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent"
    />
  )
}

/** What is read out: its steps and its quarters, and not each number. */
function spoken(revocation: SessionRevocation): string {
  const { state, total } = revocation
  const rest = left(revocation)
  if (state === 'waiting') return 'It begins in a few seconds and can be stopped.'
  if (state !== 'running' || total === null || rest === null || total === 0) return outcomeWords(revocation)
  return (
    ['Ending sessions.', 'A quarter has ended.', 'Half has ended.', 'Three quarters have ended.'][
      Math.min(3, Math.floor(((total - rest) / total) * 4))
    ] ?? ''
  )
}
