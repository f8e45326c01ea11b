import { UnsecuredJWT } from 'jose'
import { expect, it } from 'vitest'
import { rolesInToken } from './roles-in-token'

it('reads the roles that it knows, in their order, and none from what is not a token', () => {
  const token = (roles: unknown) => new UnsecuredJWT({ roles }).encode()
  expect(rolesInToken(token(['auditor', 'owner', 'emperor']))).toEqual(['owner', 'auditor'])
  expect(rolesInToken(token('owner'))).toEqual([])
  expect(rolesInToken(token(undefined))).toEqual([])
  expect(rolesInToken('no token')).toEqual([])
})
