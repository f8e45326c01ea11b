import type { AdminUser, UserState } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { deedsFor, deedWords } from './deeds'

const user = (state: UserState, second_factor = false) => ({ state, second_factor }) as AdminUser

describe('what can be done to a user', () => {
  it.each([
    ['active', ['reset_password', 'disable', 'delete']],
    ['unverified', ['verify', 'reset_password', 'disable', 'delete']],
    ['invited', ['invite', 'disable', 'delete']],
    ['disabled', ['enable', 'delete']],
    ['deleted', []],
  ] as const)('who is %s', (state, deeds) => {
    expect(deedsFor(user(state), false)).toEqual(deeds)
  })

  it('includes the second factor where there is one, and it is not one’s own', () => {
    expect(deedsFor(user('active', true), false)).toContain('take_second_factor')
    expect(deedsFor(user('active', true), true)).not.toContain('take_second_factor')
  })

  it('says how many sessions it signs out', () => {
    expect(deedWords.disable.effect('ada@example.com', '3 sessions')).toContain('Signs out 3 sessions at once.')
    expect(deedWords.disable.effect('ada@example.com', null)).toContain('No session is open now.')
  })

  it('says that API keys rest while a user is disabled, and work again afterwards', () => {
    expect(deedWords.disable.effect('ada@example.com', null)).toContain('their API keys do not work')
    expect(deedWords.enable.effect('ada@example.com', null)).toContain('their API keys that are live work again')
  })
})
