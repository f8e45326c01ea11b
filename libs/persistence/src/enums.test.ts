import { endReasons, type EndReason as CoresEndReason, type ReusePolicy as CoresReusePolicy } from '@tessera/core'
import { expect, expectTypeOf, it } from 'vitest'
import { EndReason, type ReusePolicy, type Role } from './generated/enums.js'
import type { Role as StoredRole } from './sessions/rows.js'

it('the database knows every reason for an end: what is not in its enum cannot be stored, nor filtered by', () => {
  expect(Object.keys(EndReason)).toEqual([...endReasons])
})

it('what is stored as a role or a policy is what the database knows', () => {
  expectTypeOf<EndReason>().toEqualTypeOf<CoresEndReason>()
  expectTypeOf<StoredRole>().toEqualTypeOf<Role>()
  expectTypeOf<CoresReusePolicy>().toEqualTypeOf<ReusePolicy>()
})
