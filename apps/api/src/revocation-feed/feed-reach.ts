import type { Caller } from '../http/caller.js'

/**
 * Whose revocations a caller reads: a company's, or null for everybody's. An API key is bound to its company, unless it was made to read
 * everybody's and an owner still stands behind it.
 */
export function feedReachOf(caller: Caller): number | null {
  if (!caller.companyBound) return null
  const isForEveryCompany = 'scopes' in caller && (caller.scopes as readonly string[]).includes('revocations:every_company')
  return isForEveryCompany && caller.roles.includes('owner') ? null : caller.companyId
}
