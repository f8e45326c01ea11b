import fc from 'fast-check'
import { endReasons, type Policy, type RefreshAttempt, type Session, type SessionInContext, type Watermark } from '../src/index.js'
import { aSession, day, noon, policy } from './given.js'

const lifetime = fc.oneof(fc.integer({ min: 2, max: 1000 }), {
  weight: 4,
  arbitrary: fc.integer({ min: 60, max: 120 }).map((days) => days * 24 * 60 * 60),
})
const instant = fc.oneof(fc.integer({ min: noon - 60_000, max: noon }), fc.integer({ min: noon - 50 * day, max: noon }))
const ids = (noun: string) => fc.constantFrom(`${noun}-1`, `${noun}-2`)

/** Mostly what lets a token come as far as the rotation table. */
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, fc.constantFrom(usual, ...others))

/** Times around a session's life, close to the retry window's edges and far away. */
export const someTime = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: noon, max: noon + 20_000 }) },
  fc.integer({ min: noon, max: noon + 200 * day }),
)

export const somePolicy: fc.Arbitrary<Policy> = fc
  .record({ idleTimeout: lifetime, absoluteLifetime: lifetime, retryWindow: fc.integer({ min: 1, max: 60 }) })
  .map((differences) => ({ ...policy, ...differences }))

/** A session that nobody has ended; small numbers, so that tokens meet them. */
export const someSession: fc.Arbitrary<Session> = fc
  .record({
    startedAt: instant,
    sinceStart: fc.double({ min: 0, max: 1, noNaN: true }),
    generation: fc.integer({ min: 0, max: 4 }),
    branch: fc.integer({ min: 0, max: 2 }),
    previousBranch: fc.option(fc.integer({ min: 0, max: 2 })),
    issuedBranch: fc.integer({ min: 0, max: 2 }),
    idleTimeout: lifetime,
    absoluteLifetime: lifetime,
    reusePolicy: fc.constantFrom('until_used' as const, 'strict' as const),
    dpopThumbprint: mostly<string | null>(null, 'key-1', 'key-2'),
  })
  .map(({ sinceStart, ...place }) => aSession({ ...place, issuedAt: place.startedAt + Math.floor(sinceStart * (noon - place.startedAt)) }))

/** A session that somebody or some rule has ended. */
export const someRevokedSession: fc.Arbitrary<Session> = fc
  .tuple(someSession, fc.constantFrom(...endReasons), fc.option(ids('user')), fc.nat({ max: 60 * day }))
  .map(([session, revokedReason, revokedBy, after]) => ({ ...session, revokedAt: session.startedAt + after, revokedReason, revokedBy }))

export const someWatermark: fc.Arbitrary<Watermark> = fc
  .record({
    at: instant,
    reason: fc.constantFrom(...endReasons),
    by: fc.option(ids('user')),
    except: fc.option(ids('session')),
    scope: fc.oneof(
      fc.constant({ scope: 'platform', subject: null } as const),
      fc.record({ scope: fc.constant('company' as const), subject: fc.constantFrom('7', '8') }),
      fc.record({ scope: fc.constant('client' as const), subject: ids('client') }),
      fc.record({ scope: fc.constant('user' as const), subject: ids('user') }),
    ),
  })
  .map(({ scope, ...rest }) => ({ ...rest, ...scope }))

export const someAttempt: fc.Arbitrary<RefreshAttempt> = fc.record({
  token: fc.record({
    sessionId: fc.constant('session-1'),
    generation: fc.integer({ min: 0, max: 7 }),
    branch: fc.integer({ min: 0, max: 3 }),
  }),
  clientId: mostly<string | null>(null, 'client-1', 'client-2'),
  clientAuthentication: mostly<RefreshAttempt['clientAuthentication']>('none', 'failed', 'proved'),
  dialect: mostly<string | null>(null, 'xerial', 'freddy'),
  apiKey: mostly<RefreshAttempt['apiKey']>(null, 'refused', { companyId: 7 }, { companyId: 8 }),
  scope: mostly<readonly string[] | null>(null, ['account'], ['account', 'admin']),
  dpop: fc.option(fc.record({ thumbprint: ids('key'), madeAfter: fc.integer({ min: noon - 60_000, max: noon + 30_000 }) })),
})

export function somethingAround(session: Session): fc.Arbitrary<SessionInContext> {
  return fc.record({
    session: fc.constant(session),
    user: mostly<SessionInContext['user']>('active', 'disabled', 'gone'),
    client: fc.record({
      confidential: mostly(false, true),
      mayRefresh: mostly(true, false),
      dialects: mostly<readonly string[] | null>(null, [], ['xerial']),
    }),
    scope: fc.constantFrom('account', 'account admin'),
    watermarks: fc.array(someWatermark, { maxLength: 3 }),
  })
}
