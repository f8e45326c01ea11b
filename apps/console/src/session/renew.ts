import 'server-only'
import { headers } from 'next/headers'
import { api } from '../api/client'
import { createRefresh, type Refreshed } from './refresh'
import type { Tokens } from './tokens'
import { dropTokens, keepTokens } from './write'

const refresh = createRefresh(api, Date.now)

/**
 * Takes new tokens for those of this request, in an action: for one whose access token is refused, or that has just made access tokens worthless, perhaps
 * this person's own. When nobody answers, all stays as it is.
 *
 * `not kept`: the action is over and its page is being rendered, where no cookie can be set. Whoever asks again in time gets the same tokens.
 */
export async function renewTokens(tokens: Tokens): Promise<Refreshed | 'not kept'> {
  const renewed = await refresh(tokens, true, await headers())
  try {
    if (renewed.outcome === 'refreshed') await keepTokens(renewed.tokens)
    if (renewed.outcome === 'over') await dropTokens()
  } catch {
    return 'not kept'
  }
  return renewed
}
