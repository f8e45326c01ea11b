import { expect, it } from 'vitest'
import { Places } from './places.js'

const places = Places.open()

it.each([
  ['193.206.158.22', { country_code: 'IT', country: 'Italy' }],
  ['::ffff:193.206.158.22', { country_code: 'IT', country: 'Italy' }],
  ['2001:4860:4860::8888', { country_code: 'US', country: 'United States' }],
])('%s is in a country', (ip, place) => {
  expect(places.placeOf(ip)).toEqual(place)
})

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '192.168.0.1',
  '100.64.0.1',
  '192.0.2.1',
  '::1',
  'fd00::1',
  'fe80::1',
  '2001:db8::1',
  'nowhere',
  '',
  null,
])('%s is nowhere', (ip) => {
  expect(places.placeOf(ip)).toBeNull()
})
