import type { Problem } from '@tessera/contract'
import { ProblemError, UnreachableError, type Client } from '@tessera/sdk'
import { describe, expect, it } from 'vitest'
import { createRefresh } from './refresh'
import type { Tokens } from './tokens'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const tokens = (refreshToken: string): Tokens => ({
  accessToken: 'old',
  refreshToken,
  sessionId: 's',
  receivedAt: noon - 900_000,
  accessEndsAt: noon,
  sessionEndsAt: noon + 60_000,
  insisted: false,
})

/** An API that answers every refresh with the token’s successor, when it is told to. */
function fakeApi(answer: (refreshToken: string) => unknown) {
  const presented: string[] = []
  const waiting: (() => void)[] = []
  const call = async (_route: unknown, { body }: { body: { refresh_token: string } }) => {
    presented.push(body.refresh_token)
    await new Promise<void>((go) => waiting.push(go))
    return answer(body.refresh_token)
  }
  return { presented, client: { call } as unknown as Client, answerAll: () => waiting.splice(0).forEach((go) => go()) }
}

const successor = (refreshToken: string) => ({
  access_token: `access after ${refreshToken}`,
  token_type: 'Bearer',
  expires_in: 900,
  refresh_token: `${refreshToken}+`,
  refresh_token_expires_in: 3_600,
  scope: '',
  session_id: 's',
})
const refusing = (thrown: Error) => () => {
  throw thrown
}
const problem = (code: Problem['code'], status: number, reason?: Problem['reason']) =>
  new ProblemError({ type: '', title: '', status, detail: '', code, ...(reason && { reason }) }, status)

async function outcomeOf(answer: (refreshToken: string) => unknown) {
  const api = fakeApi(answer)
  const refreshed = createRefresh(
    () => api.client,
    () => noon,
  )(tokens('first'), false, new Headers())
  api.answerAll()
  return refreshed
}

describe('refreshing for whoever holds the cookie', () => {
  it('asks once for a hundred requests that came with the same token, and each gets the answer', async () => {
    const api = fakeApi(successor)
    const refresh = createRefresh(
      () => api.client,
      () => noon,
    )
    const shared = Array.from({ length: 100 }, () => refresh(tokens('first'), false, new Headers()))
    api.answerAll()
    for (const refreshed of await Promise.all(shared)) {
      expect(refreshed).toMatchObject({ outcome: 'refreshed', tokens: { refreshToken: 'first+', accessEndsAt: noon + 900_000 } })
    }
    expect(api.presented).toEqual(['first'])
  })

  it('asks for each person by themselves, and again for the next time', async () => {
    const api = fakeApi(successor)
    const refresh = createRefresh(
      () => api.client,
      () => noon,
    )
    const both = [refresh(tokens('ada'), false, new Headers()), refresh(tokens('grace'), false, new Headers())]
    api.answerAll()
    await Promise.all(both)
    const again = refresh(tokens('ada'), false, new Headers())
    api.answerAll()
    await again
    expect(api.presented).toEqual(['ada', 'grace', 'ada'])
  })

  it.each([
    [problem('session_ended', 401, 'revoked_by_admin'), 'revoked_by_admin'],
    [problem('session_ended', 401), 'unknown'],
    [problem('session_ended', 401, 'moon_phase' as 'logout'), 'unknown'],
    [problem('session_expired', 401), 'expired'],
    [problem('invalid_refresh_token', 401), 'unknown'],
  ])('takes the server’s word that the session is over: %s', async (thrown, reason) => {
    expect(await outcomeOf(refusing(thrown))).toEqual({ outcome: 'over', reason })
  })

  it.each([
    new UnreachableError('no answer'),
    problem('unavailable', 503),
    problem('internal_error', 500),
    problem('too_many_requests', 429),
    problem('invalid_client', 401),
  ])('takes nothing else for it: %s', async (thrown) => {
    expect(await outcomeOf(refusing(thrown))).toEqual({ outcome: 'unknown' })
  })
})
