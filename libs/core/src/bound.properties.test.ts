import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideRefresh, successorOf, type PresentedRefreshToken, type RefreshAttempt, type Session } from './index.js'
import { someAttempt, somePolicy, someRevokedSession, someSession, someTime, somethingAround } from '../testing/arbitrary.js'
import { aSession, firstPlace, inContext, noon, policy, presenting, second } from '../testing/given.js'

fc.configureGlobal({ numRuns: 500 })

const key = 'key-1'
const isBound = (session: Session) => ({ ...session, dpopThumbprint: key })
const someBoundSession = fc.oneof(someSession, someRevokedSession).map(isBound)

it('whoever does not have the key of a bound session cannot change it, whatever they present but the secret of its client', () => {
  const foreignProof = fc.option(fc.record({ thumbprint: fc.constant('key-2'), madeAfter: someTime }))
  fc.assert(
    fc.property(
      someAttempt,
      foreignProof,
      someBoundSession.chain(somethingAround),
      somePolicy,
      someTime,
      (attempt, dpop, known, policy, now) => {
        fc.pre(dpop === null || !known.client.confidential || attempt.clientAuthentication !== 'proved')
        expect(decideRefresh({ ...attempt, dpop }, known, policy, now)).toEqual({
          outcome: 'refused',
          refusal: 'proof_missing',
          events: [],
        })
      },
    ),
  )
})

it('no proof that was there when the retry window ended ends or branches a bound session, whatever token it is put beside', () => {
  const known = someBoundSession.chain(somethingAround)
  fc.assert(
    fc.property(someAttempt, known, somePolicy, someTime, fc.nat({ max: 60_000 }), (attempt, around, policy, now, sooner) => {
      const madeAfter = around.session.issuedAt + policy.retryWindow * second - 1 - sooner
      const decision = decideRefresh({ ...attempt, dpop: { thumbprint: key, madeAfter } }, around, policy, now)
      expect(decision.events).toEqual([])
      if (decision.session) expect(decision.session.revokedAt).toBe(around.session.revokedAt)
      if (decision.outcome === 'rotated') expect(decision.session.generation).toBeGreaterThan(around.session.generation)
    }),
  )
})

/** What may happen next to an honest holder of the key, and a recorder of every request that it sends. */
const someStep = fc.record({
  wait: fc.oneof(fc.nat({ max: 4 * second }), fc.nat({ max: 60 * second })),
  what: fc.oneof({ weight: 3, arbitrary: fc.constant('presents') }, fc.constantFrom('repeats', 'is replayed')),
  answerIsLost: fc.boolean(),
  /** How old the nonce is in the holder's proof. */
  age: fc.nat({ max: 20 * second }),
  which: fc.nat(),
})

it.each(['until_used', 'strict'] as const)(
  'a request of an honest holder, sent again later by whoever recorded it, changes nothing, nor is the holder refused but by a challenge that it can meet: %s',
  (reusePolicy) => {
    let replayed = 0
    let challenged = 0
    fc.assert(
      fc.property(fc.array(someStep, { minLength: 4, maxLength: 30 }), (steps) => {
        let now = noon
        let session: Session = { ...aSession(firstPlace(now)), reusePolicy, dpopThumbprint: key }
        let holds = successorOf(session)
        let before: PresentedRefreshToken | null = null
        const recorded: RefreshAttempt[] = []

        const judged = ({ generation, branch }: PresentedRefreshToken, madeAfter: number) => {
          const attempt = presenting(generation, branch, { dpop: { thumbprint: key, madeAfter } })
          const decision = decideRefresh(attempt, inContext(session), policy, now)
          recorded.push(attempt)
          session = decision.session ?? session
          return decision
        }
        const isServed = (token: PresentedRefreshToken, madeAfter: number) => {
          let decision = judged(token, madeAfter)
          if (decision.outcome === 'refused') {
            expect(decision.refusal).toBe('proof_stale')
            challenged += 1
            decision = judged(token, now)
          }
          expect(decision.outcome).not.toBe('refused')
        }

        for (const { wait, what, answerIsLost, age, which } of steps) {
          now += wait
          const insideWindow = now < session.issuedAt + policy.retryWindow * second
          if (what === 'presents') {
            // Late, the strict policy takes even its honest holder's repetition for reuse: the price that RFC 9700 names.
            const isLate = holds.generation === session.generation && !insideWindow
            if (reusePolicy === 'strict' && isLate) continue
            isServed(holds, now - age)
            if (!answerIsLost) [before, holds] = [holds, successorOf(session)]
          } else if (what === 'repeats' && before !== null && insideWindow) {
            isServed(before, now - age)
          } else if (recorded.length > 0) {
            const decision = decideRefresh(recorded[which % recorded.length]!, inContext(session), policy, now)
            expect([decision.outcome === 'retried' || decision.session === undefined, decision.events]).toEqual([true, []])
            replayed += 1
          }
        }
      }),
      { numRuns: 2000 },
    )
    expect(replayed).toBeGreaterThan(1000)
    if (reusePolicy === 'until_used') expect(challenged).toBeGreaterThan(100)
  },
)
