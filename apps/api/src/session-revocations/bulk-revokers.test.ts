import { bulkRevokers } from '@tessera/contract'
import { bulkRevokers as goOn } from '@tessera/persistence'
import { expect, it } from 'vitest'

it('whoever may begin to end many sessions is whose revocation the store goes on with', () => {
  expect(goOn.toSorted()).toEqual(bulkRevokers.toSorted())
})
