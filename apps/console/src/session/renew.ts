import 'server-only'
import { headers } from 'next/headers'
import { api } from '../api/client'
import { createRefresh } from './refresh'
import { tokensOfRequest } from './viewer'
import { keepTokens } from './write'

/**
 * Takes new tokens for those of this request. For an action that has just made access tokens worthless, perhaps this person's own: the page
 * that comes back with its answer is asked for with the new ones. When nobody answers, all stays as it is.
 */
export async function renewTokens(): Promise<void> {
  const tokens = await tokensOfRequest()
  if (tokens === null) return
  const renewed = await createRefresh(api, Date.now)(tokens, true, await headers())
  if (renewed.outcome === 'refreshed') await keepTokens(renewed.tokens)
}
