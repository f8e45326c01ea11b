import type { Instant, Session } from '@tessera/core'
import { hasMoved } from './moved.js'
import type { Holder } from './rows.js'
import { hadToWait, holderColumns, policyColumns, sessionColumns } from './sql.js'

/**
 * Whether a row's turn came so late that a revocation may have been acknowledged since the statement began: PostgreSQL looks anew at a row that was
 * waited for, but at everything else (the watermarks, the user) as it was at the beginning, also for the rows behind that one.
 */
const tookLong = hadToWait('statement_timestamp()')

/** What a rotation returns of session `s`, its user `u`, its client `c`, at `n.now`; and which of the asked-for ones (`q`) it is. */
export const rotatedColumns = `${sessionColumns}, ${policyColumns}, ${holderColumns}, n.now, ${hasMoved()}, ${tookLong} AS "isLate", q.place`

/**
 * The values of a row, in the order of `rotatedColumns`. As an array, because pg makes a dictionary of each row that is to be an object, which costs
 * more than all else that is done with it.
 */
export type RotatedValues = [
  ...[id: string, userId: string, clientId: string, companyId: number, startedAt: Instant],
  ...[generation: number, branch: number, previousBranch: number | null, issuedBranch: number, issuedAt: Instant],
  ...[idleTimeout: number, absoluteLifetime: number, reusePolicy: Session['reusePolicy'], dpopThumbprint: string | null],
  ...[revokedAt: Instant | null, revokedReason: Session['revokedReason'], revokedBy: string | null],
  ...[accessTokenLifetime: number | null, policyIdleTimeout: number | null, policyAbsoluteLifetime: number | null],
  ...[retryWindow: number | null, policyReusePolicy: Session['reusePolicy'] | null],
  ...[
    email: string,
    roles: Holder['roles'],
    hasSecondFactor: boolean,
    holderCompanyId: number,
    scope: string,
    deviceId: string | null,
    audience: string | null,
  ],
  ...[now: Instant, moved: boolean, isLate: boolean, place: number],
]

/** Says which value is which. A property test holds each of them equal to what a read of the session says. */
export function readRotated(values: RotatedValues) {
  const [
    id,
    userId,
    clientId,
    companyId,
    startedAt,
    generation,
    branch,
    previousBranch,
    issuedBranch,
    issuedAt,
    idleTimeout,
    absoluteLifetime,
    reusePolicy,
    dpopThumbprint,
    revokedAt,
    revokedReason,
    revokedBy,
    accessTokenLifetime,
    policyIdleTimeout,
    policyAbsoluteLifetime,
    retryWindow,
    policyReusePolicy,
    email,
    roles,
    hasSecondFactor,
    holderCompanyId,
    scope,
    deviceId,
    audience,
    now,
    moved,
    isLate,
    place,
  ] = values
  return {
    session: {
      id,
      userId,
      clientId,
      companyId,
      startedAt,
      generation,
      branch,
      previousBranch,
      issuedBranch,
      issuedAt,
      idleTimeout,
      absoluteLifetime,
      reusePolicy,
      dpopThumbprint,
      revokedAt,
      revokedReason,
      revokedBy,
    },
    policy: { accessTokenLifetime, policyIdleTimeout, policyAbsoluteLifetime, retryWindow, policyReusePolicy },
    holder: { email, roles, hasSecondFactor, holderCompanyId, scope, deviceId, audience },
    now,
    moved,
    isLate,
    place,
  }
}
