import type { Role } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { givable, mayChange } from './may'

const as = (...roles: Role[]) => ({ id: 'viewer', roles })
const user = (...roles: Role[]) => ({ id: 'user', roles, state: 'active' as const })

describe('what somebody may do to a user', () => {
  it.each([
    ['owner', 'owner', true],
    ['owner', 'admin', true],
    ['admin', 'owner', false],
    ['admin', 'admin', false],
    ['admin', 'support', true],
    ['admin', 'auditor', true],
    ['support', 'auditor', false],
    ['auditor', 'auditor', false],
  ] as const)('%s changes %s: %s', (viewer, target, may) => {
    expect(mayChange(as(viewer), user(target))).toBe(may)
  })

  it('is what the mightiest of several roles allows', () => {
    expect(mayChange(as('auditor', 'owner'), user('admin'))).toBe(true)
    expect(mayChange(as('admin'), user('support', 'admin'))).toBe(false)
  })

  it('includes one’s own account for an admin, and not for who only looks', () => {
    expect(mayChange(as('admin'), { ...user('admin'), id: 'viewer' })).toBe(true)
    expect(mayChange(as('support'), { ...user('support'), id: 'viewer' })).toBe(false)
  })

  it('is nothing once the user is deleted', () => {
    expect(mayChange(as('owner'), { ...user(), state: 'deleted' })).toBe(false)
  })

  it('gives no role above one’s own', () => {
    expect(givable(as('admin'))).toEqual(['support', 'auditor'])
    expect(givable(as('support'))).toEqual([])
    expect(givable(as('owner'))).toContain('owner')
  })
})
