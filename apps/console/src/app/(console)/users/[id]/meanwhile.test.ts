import { describe, expect, it } from 'vitest'
import { doneMeanwhile, readSeen, whoDidIt, type Seen } from './meanwhile'

const seen: Seen = { state: 'active', name: 'Ada', roles: ['support'], second_factor: true, company_id: 1 }

describe('what another administrator did meanwhile', () => {
  it('is nothing when nothing is different', () => {
    expect(doneMeanwhile(seen, { ...seen })).toBeNull()
  })

  it('is the change of state before anything else', () => {
    expect(doneMeanwhile(seen, { ...seen, state: 'deleted', name: null, roles: [] })).toBe('deleted this user')
    expect(doneMeanwhile({ ...seen, state: 'disabled' }, seen)).toBe('made this user active')
  })

  it('names each thing that is different', () => {
    expect(doneMeanwhile(seen, { ...seen, roles: ['auditor'], company_id: 2, second_factor: false })).toBe(
      'changed the roles, the company and the second factor of this user',
    )
  })

  it('was done by the newest of the others, and not by who only signed in', () => {
    const by = (id: string) => ({ id, email: `${id}@example.com` })
    const events = [
      { kind: 'session_started', by: by('ada') },
      { kind: 'user_changed', by: by('me') },
      { kind: 'user_disabled', by: by('grace') },
    ]
    expect(whoDidIt(events, 'me')).toBe('grace@example.com')
    expect(whoDidIt([], 'me')).toBeNull()
  })

  it('reads back what the form carried, and nothing else', () => {
    expect(readSeen(JSON.stringify(seen))).toEqual(seen)
    expect(readSeen('')).toBeNull()
    expect(readSeen('null')).toBeNull()
  })
})
