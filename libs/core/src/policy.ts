export type Seconds = number

/** What a token presented again after the retry window earns: a new branch, or the end (RFC 9700 §4.14.2 to the letter). */
export type ReusePolicy = 'until_used' | 'strict'

/** A client's lifetimes and rules, with the platform's defaults already filled in. */
export interface Policy {
  readonly accessTokenLifetime: Seconds
  /** Longest time without a refresh. */
  readonly idleTimeout: Seconds
  /** Longest time at all, from login. */
  readonly absoluteLifetime: Seconds
  /** How long after a hand-out the same token earns the same successor. */
  readonly retryWindow: Seconds
  readonly reusePolicy: ReusePolicy
}

/** The platform's defaults. */
export const defaultPolicy: Policy = {
  accessTokenLifetime: 15 * 60,
  idleTimeout: 14 * 24 * 60 * 60,
  absoluteLifetime: 90 * 24 * 60 * 60,
  retryWindow: 10,
  reusePolicy: 'until_used',
}

/** No access token outlives this, whatever a client's policy says; so the revocation feed knows when it may forget. */
export const accessTokenCeiling: Seconds = 24 * 60 * 60

/** The bounds of each lifetime, in seconds, both included. */
export const policyBounds = {
  accessTokenLifetime: { min: 2, max: accessTokenCeiling },
  idleTimeout: { min: 2, max: 10 * 365 * 24 * 60 * 60 },
  absoluteLifetime: { min: 2, max: 10 * 365 * 24 * 60 * 60 },
  retryWindow: { min: 1, max: 60 },
} as const satisfies Partial<Record<keyof Policy, { min: Seconds; max: Seconds }>>

/**
 * Says what is wrong with a policy, in sentences that name the field; empty when it may be used.
 *
 * An access token must live at least twice the retry window: an honest client then never presents a refresh token that it
 * received less than one request ago, which is the premise of "never logged out by accident".
 */
export function faultsOfPolicy(policy: Policy): readonly { readonly field: keyof Policy; readonly fault: string }[] {
  const faults: { field: keyof Policy; fault: string }[] = []
  for (const field of ['accessTokenLifetime', 'idleTimeout', 'absoluteLifetime', 'retryWindow'] as const) {
    const { min, max } = policyBounds[field]
    const value = policy[field]
    if (!Number.isInteger(value) || value < min || value > max)
      faults.push({ field, fault: `must be a whole number of seconds from ${min} to ${max}` })
  }
  if (policy.accessTokenLifetime < 2 * policy.retryWindow) {
    faults.push({ field: 'accessTokenLifetime', fault: `must be at least twice the retry window (${2 * policy.retryWindow} s)` })
  }
  return faults
}
