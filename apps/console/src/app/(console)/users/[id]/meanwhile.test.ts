import { describe, expect, it } from 'vitest'
import { doneMeanwhile, readSeen, whoDidIt, type Seen } from './meanwhile'

const seen: Seen = { state: 'active', name: 'Ada', roles: ['support'], second_factor: true, company_id: 1 }

const doneBetween = (before: Seen, now: Seen) => doneMeanwhile(before, now)?.done
const by = (id: string) => ({ id, email: `${id}@example.com` })
const entry = (kind: string, id: string | null, details: Record<string, unknown> | null = null) => ({
  kind,
  by: id === null ? null : by(id),
  details,
})

/** Whom the message names when “me” sends the form. */
const namedFor = (now: Partial<Seen>, events: readonly ReturnType<typeof entry>[], before: Seen = seen) =>
  whoDidIt(events, doneMeanwhile(before, { ...before, ...now })?.madeBy ?? [], 'me')

describe('what was done to a user meanwhile', () => {
  it('is nothing when nothing is different', () => {
    expect(doneMeanwhile(seen, { ...seen })).toBeNull()
  })

  it('is the change of state before anything else', () => {
    expect(doneBetween(seen, { ...seen, state: 'deleted', name: null, roles: [] })).toBe('deleted this user')
    expect(doneBetween({ ...seen, state: 'disabled' }, seen)).toBe('made this user active')
  })

  it('names each thing that is different', () => {
    expect(doneBetween(seen, { ...seen, roles: ['auditor'], company_id: 2, second_factor: false })).toBe(
      'changed the roles, the company and the second factor of this user',
    )
  })

  it('was done by whoever did just that last, and not by who did something else', () => {
    const events = [
      entry('session_started', 'ada'),
      entry('user_changed', 'linus', { roles: { from: [], to: ['support'] } }),
      entry('user_disabled', 'grace'),
      entry('user_disabled', 'mary'),
      entry('user_created', 'hedy'),
    ]
    expect(namedFor({ state: 'disabled' }, events)).toBe('grace@example.com')
    expect(namedFor({ roles: ['support'] }, events, { ...seen, roles: [] })).toBe('linus@example.com')
    expect(namedFor({ name: 'Ada Lovelace' }, events)).toBeNull()
    expect(namedFor({ name: 'Ada Lovelace' }, [entry('user_changed', 'ada', { changed: ['name'] })])).toBe('ada@example.com')
    expect(namedFor({ state: 'active' }, [entry('email_verified', 'ada'), ...events], { ...seen, state: 'disabled' })).toBeNull()
    expect(namedFor({ state: 'active' }, [entry('invitation_accepted', 'ada'), ...events], { ...seen, state: 'invited' })).toBe(
      'ada@example.com',
    )
  })

  it('was done by oneself in another tab, and then nobody else is named', () => {
    expect(namedFor({ state: 'disabled' }, [entry('user_disabled', 'me'), entry('user_created', 'hedy')])).toBe('you, in another tab,')
  })

  it('names nobody where the log does not say, or where two did it', () => {
    expect(namedFor({ state: 'disabled' }, [])).toBeNull()
    expect(namedFor({ state: 'disabled' }, [entry('user_disabled', null), entry('user_disabled', 'grace')])).toBeNull()
    const two = [entry('user_changed', 'grace', { name: true }), entry('user_changed', 'mary', { company_id: { from: 1, to: 2 } })]
    expect(namedFor({ name: 'Ada L.', company_id: 2 }, two)).toBeNull()
  })

  it('reads back what the form carried, and nothing else', () => {
    expect(readSeen(JSON.stringify(seen))).toEqual(seen)
    expect(readSeen('')).toBeNull()
    expect(readSeen('null')).toBeNull()
  })
})
