import { roles } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { placeOf } from './place'
import { placesOf } from './places'

const names = (...of: Parameters<typeof placesOf>) => placesOf(...of).map(({ name }) => name)

describe('the places of the console', () => {
  it('are all shown to an owner, and none to somebody without a role', () => {
    expect(names(['owner'])).toEqual([
      'Overview',
      'Sessions',
      'Revocations',
      'Users',
      'Companies',
      'Clients',
      'API keys',
      'Followers',
      'Signing keys',
      'Events',
      'Receivers',
    ])
    expect(names([])).toEqual([])
  })

  it.each(roles.filter((role) => role !== 'owner'))('are all but the companies for %s, who is bound to one', (role) => {
    expect(names([role])).toEqual(names(['owner']).filter((name) => name !== 'Companies'))
  })

  it('have a key each', () => {
    const keys = placesOf(['owner']).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('are known by the pages below them', () => {
    const places = placesOf(['owner'])
    expect(placeOf(places, '/users/019a')?.name).toBe('Users')
    expect(placeOf(places, '/sessions/019a')?.name).toBe('Sessions')
    expect(placeOf(places, '/revocations/019a')?.name).toBe('Revocations')
    expect(placeOf(places, '/usersandmore')).toBeUndefined()
    expect(placeOf(places, '/account')).toBeUndefined()
  })
})
