import { problems, type ProblemCode } from '@tessera/contract'
import { expect, it } from 'vitest'
import { problem } from './problem-answer.js'

it('has a challenge wherever it is 401, and none at which a browser asks for a password', () => {
  for (const code of Object.keys(problems) as ProblemCode[]) {
    const challenge = problem(code, 'No.').headers['www-authenticate']
    expect(challenge, code).toBe(problems[code].status === 401 ? 'Tessera realm="tessera"' : undefined)
  }
})

it('has its own challenge where it says one', () => {
  const headers = { 'www-authenticate': 'Bearer realm="tessera"' }
  expect(problem('invalid_access_token', 'No.', { headers }).headers).toEqual(headers)
})
