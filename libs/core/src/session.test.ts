import { expect, it } from 'vitest'
import { decideRefresh, refusals, successorOf } from './index.js'
import { aSession, firstPlace, inContext, noon, policy, presenting } from '../testing/given.js'

it('hands out (1, 0) at login, which rotates when it is used', () => {
  const session = aSession(firstPlace(noon))
  expect(successorOf(session)).toEqual({ sessionId: 'session-1', generation: 1, branch: 0 })
  expect(decideRefresh(presenting(1, 0), inContext(session), policy, noon)).toMatchObject({
    outcome: 'rotated',
    session: { generation: 1, branch: 0, previousBranch: 0, issuedBranch: 0, startedAt: noon },
  })
})

it('names the successor by the next generation and the branch that was issued', () => {
  expect(successorOf(aSession({ issuedBranch: 3 }))).toEqual({ sessionId: 'session-1', generation: 6, branch: 3 })
})

it('lists each refusal once', () => {
  expect(new Set(refusals).size).toBe(refusals.length)
})
