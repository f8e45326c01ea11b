import { type Trouble, troubles, type WireAnswer } from '@tessera/dialects'
import { describe, expect, it } from 'vitest'
import { problem } from './problem-answer.js'
import { Wordings } from './wordings.js'

const spoken = (by: string) =>
  Object.fromEntries(troubles.map((trouble): [Trouble, WireAnswer] => [trouble, { status: 500, body: { by, trouble } }])) as Record<
    Trouble,
    WireAnswer
  >

const wordings = new Wordings([
  { paths: ['/auth/token'], trouble: spoken('outer') },
  { paths: ['/auth/token/refresh/'], trouble: spoken('inner') },
])
const at = (url: string) => wordings.of(problem('not_found', 'Nothing.'), url)?.body

describe('the words of an address', () => {
  it('are those of the format that is served there, whatever the query', () => {
    expect(at('/auth/token')).toEqual({ by: 'outer', trouble: 'not_found' })
    expect(at('/auth/token?refresh_token=/auth/token/refresh')).toEqual({ by: 'outer', trouble: 'not_found' })
    expect(at('/auth/token/refresh?x')).toEqual({ by: 'inner', trouble: 'not_found' })
  })

  it('are those of the format that the router finds there, however the address is spelled', () => {
    for (const url of ['/%61uth/tok%65n', 'http://api.example/auth/token', 'HTTP://api.example:3333/%61uth/token?a', '/auth/token#a']) {
      expect(at(url)).toMatchObject({ by: 'outer' })
    }
    expect(at('/%61uth/token/refresh/again')).toMatchObject({ by: 'inner' })
    for (const url of ['//auth/token', '/auth%2Ftoken', '/Auth/token', '/auth/token;a=1', '/%2561uth/token'])
      expect(at(url)).toBeUndefined()
  })

  it('are those of the nearest format above', () => {
    expect(at('/auth/token/')).toMatchObject({ by: 'outer' })
    expect(at('/auth/token/refresh/again')).toMatchObject({ by: 'inner' })
  })

  it('are nobody’s beside it', () => {
    for (const url of ['/auth', '/auth/tokens', '/v1/auth/token', '']) expect(at(url)).toBeUndefined()
  })

  it('keep the headers of the problem, and those of the format', () => {
    const answer = problem('method_not_allowed', 'No.', { headers: { allow: 'POST' } })
    expect(wordings.of(answer, '/auth/token')?.headers).toEqual({ allow: 'POST' })
  })

  it('say of a problem that formats do not know that the request was malformed', () => {
    expect(wordings.of(problem('email_taken', 'Taken.'), '/auth/token')?.body).toMatchObject({ trouble: 'malformed_request' })
  })
})
