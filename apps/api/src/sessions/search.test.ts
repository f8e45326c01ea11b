import { expect, it } from 'vitest'
import { searchFor } from './search.js'

const id = '0199d2f5-8a6b-7c3d-9e1f-0123456789ab'

it.each([
  [id, { sessionOrUserId: id }],
  [` ${id.toUpperCase()} `, { sessionOrUserId: id }],
  ['192.0.2.7', { ip: '192.0.2.7' }],
  ['2001:db8::7', { ip: '2001:db8::7' }],
  ['fe80::1%eth0', { ip: 'fe80::1' }],
  ['::ffff:192.0.2.7', { ip: '192.0.2.7' }],
  ['::ffff:c000:207', { ip: '192.0.2.7' }],
  ['::ffff:C000:200/120', { ip: '192.0.2.0/24' }],
  ['::ffff:1:c000:207', { ip: '::ffff:1:c000:207' }],
  ['192.0.2.7/24', { ip: '192.0.2.7/24' }],
  ['2001:db8::/32', { ip: '2001:db8::/32' }],
  ['::ffff:192.0.2.0/120', { ip: '192.0.2.0/24' }],
  ['::ffff:192.0.2.0/24', { emailPrefixOrDevice: '::ffff:192.0.2.0/24' }],
  ['192.0.2.7/33', { emailPrefixOrDevice: '192.0.2.7/33' }],
  ['192.0.2.7/', { emailPrefixOrDevice: '192.0.2.7/' }],
  ['Ada@Example', { emailPrefix: 'ada@example' }],
  ['Firefox', { emailPrefixOrDevice: 'Firefox' }],
  [id.slice(0, -1), { emailPrefixOrDevice: id.slice(0, -1) }],
])('"%s" is searched for as what it looks like', (text, query) => {
  expect(searchFor(text)).toEqual(query)
})
