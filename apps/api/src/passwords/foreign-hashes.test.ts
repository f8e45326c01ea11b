import { readPasswordHash } from '@tessera/persistence'
import { describe, expect, it } from 'vitest'
import { matches } from './foreign-hashes.js'

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '')
const text = (words: string) => Buffer.from(words).toString('base64').replace(/=+$/, '')

/** From the specifications, and from the documents and tests of the systems that write them. */
const vectors: readonly [name: string, password: string, stored: string][] = [
  ['argon2id', 'password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['argon2i', 'password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
  ['argon2i of its first version', 'password', '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'],
  [
    'argon2id, as Django writes it',
    'password',
    'argon2$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
  [
    'argon2id, made of what Keycloak keeps',
    'password',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ=$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc=',
  ],
  ['bcrypt $2a$', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt $2b$', 'U*U', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt $2y$', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt, as Django writes it', 'U*U', 'bcrypt$$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['scrypt, as passlib writes it', 'password', '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'],
  [
    'scrypt of RFC 7914',
    'pleaseletmein',
    `$scrypt$ln=14,r=8,p=1$${text('SodiumChloride')}$${base64('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887')}`,
  ],
  ['PBKDF2 with SHA-1 of RFC 6070', 'password', `$pbkdf2$4096$${text('salt')}$${base64('4b007901b765489abead49d926f721d065a429c1')}`],
  [
    'PBKDF2 with SHA-256, as passlib writes it',
    'password',
    '$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M',
  ],
  [
    'PBKDF2 with SHA-256 in the PHC form',
    'password',
    '$pbkdf2-sha256$i=6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M',
  ],
  ['PBKDF2 with SHA-256, as Django writes it', 'lètmein', 'pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY='],
  [
    'PBKDF2 with SHA-512',
    'password',
    `$pbkdf2-sha512$i=4096$${text('salt')}$${base64('d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5')}`,
  ],
]

describe('a hash of another system', () => {
  it.each(vectors)('is of its password: %s', async (_name, password, stored) => {
    expect(await matches(stored, password)).toBe(true)
  })

  it.each(vectors)('is of no other password: %s', async (_name, password, stored) => {
    expect(await matches(stored, `${password} `)).toBe(false)
    expect(await matches(stored, '')).toBe(false)
  })

  it('of bcrypt knows the first 72 bytes, as it did there', async () => {
    const long = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    const stored = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui'
    expect(await matches(stored, `${long}chars after 72 are ignored`)).toBe(true)
    expect(await matches(stored, long.slice(0, 71))).toBe(false)
  })

  it('is of the password as it was typed, in whatever form its accents were', async () => {
    // Hashed there decomposed, which is not the form that ours are in.
    const decomposed = 'le\u0300tmein'
    const stored = '$pbkdf2-sha256$1000$c2FsdHNhbHQ$'
    const { pbkdf2Sync } = await import('node:crypto')
    const key = pbkdf2Sync(decomposed, 'saltsalt', 1000, 32, 'sha256').toString('base64')
    expect(await matches(stored + key, decomposed)).toBe(true)
  })

  it('that cannot be read opens nothing', async () => {
    for (const stored of ['', '$1$salt$hash', '$2b$99$short', '$scrypt$ln=14,r=8,p=1$$', 'pbkdf2_sha256$0$salt$aGFzaA==', 'password'])
      expect(await matches(stored, 'password')).toBe(false)
  })
})

describe('reading a hash', () => {
  const salt = text('a salt of some length')
  const key = base64('00'.repeat(32))

  it.each([
    ['bcrypt', '$2b$16$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['scrypt', `$scrypt$ln=17,r=8,p=1$${salt}$${key}`],
    ['scrypt with a large p', `$scrypt$ln=10,r=8,p=9999$${salt}$${key}`],
    ['PBKDF2', `$pbkdf2-sha256$i=2000001$${salt}$${key}`],
    ['PBKDF2 with a long key', `$pbkdf2-sha256$i=1000000$${salt}$${base64('00'.repeat(96))}`],
    ['Django’s PBKDF2', `pbkdf2_sha512$9999999999$salt$${key}`],
    ['argon2 with much memory', `$argon2id$v=19$m=1048576,t=1,p=1$${salt}$${key}`],
    ['argon2 with many passes', `$argon2id$v=19$m=19456,t=100,p=1$${salt}$${key}`],
  ])('refuses what would cost too much at a login: %s', (_name, stored) => {
    expect(readPasswordHash(stored)).toBe('hash_too_costly')
  })

  it.each([
    ['an unknown kind', '$1$salt$hash', 'hash_not_supported'],
    ['bcrypt of a hashed password', 'bcrypt_sha256$$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'hash_not_supported'],
    ['bcrypt cut short', '$2b$12$CCCC', 'hash_malformed'],
    ['a key of a few bytes, which many passwords have', `$pbkdf2-sha256$i=1000$${salt}$AAAA`, 'hash_malformed'],
    ['argon2 with less memory than its lanes need', `$argon2id$v=19$m=8,t=1,p=4$${salt}$${key}`, 'hash_malformed'],
    ['scrypt without a cost', `$scrypt$ln=0,r=8,p=1$${salt}$${key}`, 'hash_malformed'],
    ['a book', 'x'.repeat(5000), 'hash_malformed'],
  ])('refuses %s', (_name, stored, reason) => {
    expect(readPasswordHash(stored)).toBe(reason)
  })
})
