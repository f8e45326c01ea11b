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

it('takes an empty hash for none, as Supabase keeps it of who never had a password', () => {
  const { user, refused } = read({ email: 'ada@example.com', password_hash: '' })
  expect(refused).toEqual([])
  expect(user).toMatchObject({ email: 'ada@example.com', passwordHash: null })
})

it('takes a user without the token that it refuses', () => {
  const { user, refused } = read({ email: 'ada@example.com', refresh_tokens: [{ sha256: 'short', expires_at: '2027-01-31T00:00:00Z' }] })
  expect(user).toMatchObject({ email: 'ada@example.com', tokens: [] })
  expect(refused).toEqual([{ reason: 'token_invalid', field: 'refresh_tokens.0' }])
})

it('refuses what the database cannot keep, or no list could show', () => {
  const salted = (salt) => `pbkdf2_sha256$1000$${salt}$${'A'.repeat(43)}=`
  expect(read({ email: 'ada@example.com', password_hash: salted('salt') }).refused).toEqual([])
  for (const salt of ['sa\u0000lt', 'sa\ud800lt', 'sa\nlt']) {
    const { user, refused } = read({ email: 'ada@example.com', password_hash: salted(salt) })
    expect([user, refused]).toEqual([null, [{ reason: 'hash_malformed', field: 'password_hash' }]])
  }
  expect(read({ email: 'ada@example.com', created_at: '1970-01-01T00:00:00Z' }).refused).toEqual([])
  for (const created_at of ['0001-01-01T00:00:00Z', '0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00']) {
    expect(read({ email: 'ada@example.com', created_at }).refused).toEqual([{ reason: 'invalid', field: 'created_at' }])
  }
})
