import 'server-only'
import { headers } from 'next/headers'
import { api } from '../api/client'
import { createRefresh, type Refreshed } from './refresh'
import type { Tokens } from './tokens'
import { keepTokens } from './write'

const refresh = createRefresh(api, Date.now)

/**
 * Takes new tokens for those of this request, in an action: for one whose access token is refused, or that has just made access tokens worthless, perhaps
 * this person's own. When nobody answers, or the session is over, all stays as it is.
 */
export async function renewTokens(tokens: Tokens): Promise<Refreshed> {
  const renewed = await refresh(tokens, true, await headers())
  if (renewed.outcome === 'refreshed') await keepTokens(renewed.tokens)
  return renewed
}
