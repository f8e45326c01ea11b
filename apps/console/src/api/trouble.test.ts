import type { Problem } from '@tessera/contract'
import { ProblemError, UnreachableError } from '@tessera/sdk'
import { describe, expect, it } from 'vitest'
import { inWords, isPassing, troubleOf } from './trouble'

const problem = (status: number, rest: Partial<Problem> = {}, retryAfter: number | null = null) =>
  new ProblemError(
    { type: '', title: 'A field is wrong', status, detail: 'It was not done.', code: 'validation_failed', ...rest },
    status,
    retryAfter,
  )

describe('a trouble with the API', () => {
  it.each([
    [new UnreachableError('no answer'), 'The API cannot be reached'],
    [problem(503, {}, 5), 'The API cannot answer right now'],
    [problem(429, {}, 1), 'Too many attempts'],
    [problem(403, { code: 'forbidden' }), 'Your role does not allow this'],
    [problem(403, { code: 'insufficient_scope' }), 'Your role does not allow this'],
    [problem(403, { code: 'second_factor_missing' }), 'Your role needs a second factor'],
    [problem(403, { code: 'wrong_password', title: 'The current password is wrong' }), 'The current password is wrong'],
    [problem(404), 'There is nothing here'],
    [problem(422), 'A field is wrong'],
  ])('has a title: %s', (thrown, title) => {
    expect(inWords(troubleOf(thrown)).title).toBe(title)
  })

  it('is one that passes where nobody answered, or could, and no other: to ask again brings no role back', () => {
    const passing = [new UnreachableError('no answer'), problem(503), problem(429)]
    const others = [problem(403, { code: 'forbidden' }), problem(403, { code: 'second_factor_missing' }), problem(404), problem(422)]
    expect([...passing, ...others].map((thrown) => isPassing(troubleOf(thrown)))).toEqual([true, true, true, false, false, false, false])
  })

  it('says how long to wait when the API does', () => {
    expect(inWords(troubleOf(problem(429, {}, 1))).advice).toBe('Try again in 1 second.')
    expect(inWords(troubleOf(problem(503, {}, 5))).advice).toContain('Try again in 5 seconds.')
    expect(inWords(troubleOf(problem(429, {}, 119))).advice).toBe('Try again in 119 seconds.')
    expect(inWords(troubleOf(problem(429, {}, 289))).advice).toBe('Try again in 5 minutes.')
  })

  it.each([
    ['query.q', 'The search'],
    ['body.filter.ip', 'The network'],
    ['body.kinds.0', 'The list of events'],
    ['query.second_thing', 'The second thing'],
  ])('names a field that was refused as people do: %s', (field, name) => {
    const words = inWords(troubleOf(problem(422, { fields: [{ field, fault: 'must be another' }] })))
    expect(words).toEqual({ title: 'A part of this cannot be taken', advice: `${name} must be another.` })
  })

  it('is not made out of a fault of our own', () => {
    expect(() => troubleOf(new TypeError('x is not a function'))).toThrow(TypeError)
  })
})
