import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../root.mjs'
import { readLine } from './read-line.mjs'

const noon = Date.parse('2026-11-29T12:00:00Z')
const known = { clients: new Map([['tessera', { disabled: false, dpopRequired: false, grants: ['refresh_token'] }]]) }
const read = (line) => readLine(typeof line === 'string' ? line : JSON.stringify(line), known, false, noon)

it('takes the line that the guide shows, as it is printed', () => {
  const guide = readFileSync(join(root, 'docs/guides/moving-in.md'), 'utf8')
  const [, sample] = /```\n({.*})\n```/.exec(guide)
  const { user, refused } = read(sample)
  expect(refused).toEqual([])
  expect(user).toMatchObject({ email: 'ada@example.com', tokens: [{ clientId: 'tessera' }] })
})

it('names a field that it does not know, unless the name could be a hash or a token', () => {
  expect(read({ email: 'ada@example.com', emailVerified: true }).refused).toEqual([{ reason: 'field_unknown', field: 'emailVerified' }])
  expect(read({ email: 'ada@example.com', ['9f'.repeat(32)]: true }).refused).toEqual([{ reason: 'field_unknown' }])
})

it('takes a user without the token that it refuses', () => {
  const { user, refused } = read({ email: 'ada@example.com', refresh_tokens: [{ sha256: 'short', expires_at: '2027-01-31T00:00:00Z' }] })
  expect(user).toMatchObject({ email: 'ada@example.com', tokens: [] })
  expect(refused).toEqual([{ reason: 'token_invalid', field: 'refresh_tokens.0' }])
})
