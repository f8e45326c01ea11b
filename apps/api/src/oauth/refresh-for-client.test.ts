import { type Refusal, refusals } from '@tessera/core'
import type { FoundClient } from '@tessera/persistence'
import { expect, it } from 'vitest'
import type { AuthenticateClient } from '../clients/authenticate-client.js'
import type { Refresh, RefreshAnswer } from '../sessions/refresh.js'
import { RefreshForClient } from './refresh-for-client.js'

const call = { origin: { ip: null, userAgent: null }, hasHungUp: async () => false }
const refused = (refusal: Refusal): RefreshAnswer => ({ outcome: 'refused', refusal, end: null, sessionId: null, userId: null })

/** What a refresh earns for which the statement found this, by a client that is who it says, or not; and how often the client was looked at. */
async function earned(found: RefreshAnswer, isAuthentic: boolean, clientId: string | null = 'shop') {
  let looks = 0
  const refresh = { refresh: async () => found } as Partial<Refresh> as Refresh
  const authenticate = async () => {
    looks++
    return isAuthentic ? ({} as FoundClient) : null
  }
  const verb = new RefreshForClient(refresh, { authenticate } as Partial<AuthenticateClient> as AuthenticateClient)
  const said = { grantType: 'refresh_token', refreshToken: 't', scope: null, client: { clientId, clientSecret: null } } as const
  const answer = await verb.refresh(said, null, call)
  return { looks, refusal: answer.outcome === 'refused' ? answer.refusal : null }
}

it('asks nothing more of the database when the session moved on', async () => {
  const handedOut = { outcome: 'handed_out' } as RefreshAnswer
  expect(await earned(handedOut, false)).toEqual({ looks: 0, refusal: null })
})

it('tells a client with a wrong secret so, also where the token was refused before anybody looked at the secret', async () => {
  const looked = refusals.filter((refusal) => ['not_minted_here', 'session_unknown', 'proof_missing', 'wrong_client'].includes(refusal))
  for (const refusal of looked) {
    expect(await earned(refused(refusal), false)).toEqual({ looks: 1, refusal: 'client_unauthenticated' })
    expect(await earned(refused(refusal), true)).toEqual({ looks: 1, refusal })
  }
})

it('leaves every refusal as it is that came after the client was judged, and those of nobody in particular', async () => {
  for (const refusal of refusals) {
    expect(await earned(refused(refusal), false, null)).toEqual({ looks: 0, refusal })
    if (!['not_minted_here', 'session_unknown', 'proof_missing', 'wrong_client'].includes(refusal))
      expect(await earned(refused(refusal), false)).toEqual({ looks: 0, refusal })
  }
})

it('passes a key that is not loaded on as trouble of ours', async () => {
  expect(await earned({ outcome: 'key_not_loaded' }, false)).toEqual({ looks: 0, refusal: null })
})
