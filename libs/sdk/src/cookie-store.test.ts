import { describe, expect, it } from 'vitest'
import { cookieJar } from '../testing/cookies.js'
import { someTokens } from '../testing/tokens.js'
import { cookieStore } from './cookie-store.js'

const secret = 'thirty-two random characters, say'

describe('the store in a cookie', () => {
  it.each([undefined, secret])('holds what was saved, for the next request too (secret: %s)', async (given) => {
    const { jar } = cookieJar()
    const options = given === undefined ? {} : { secret: given }
    const tokens = { ...someTokens, user: { ...someTokens.user, name: 'Ådå 🦉' } }
    await cookieStore(jar, options).save(tokens)
    expect(await cookieStore(jar, options).load()).toEqual(tokens)
    await cookieStore(jar, options).clear()
    expect(await cookieStore(jar, options).load()).toBeNull()
  })

  it('is out of reach for scripts and other hosts, and lives as long as the session', async () => {
    const { jar, kept } = cookieJar()
    await cookieStore(jar).save(someTokens)
    expect([...kept.keys()]).toEqual(['__Host-tessera'])
    expect(kept.get('__Host-tessera')?.attributes).toEqual({
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
      path: '/',
      maxAge: someTokens.refresh_token_expires_in,
    })
  })

  it('has no prefix where it could not: without TLS, and for a whole domain', async () => {
    const { jar, kept } = cookieJar()
    await cookieStore(jar, { secure: false }).save(someTokens)
    await cookieStore(jar, { name: 'shop', domain: 'example.com' }).save(someTokens)
    expect([...kept.keys()]).toEqual(['tessera', 'shop'])
    expect(kept.get('shop')?.attributes.domain).toBe('example.com')
  })

  it('spreads what is long over cookies that a browser keeps, and takes away those that are not needed any more', async () => {
    const { jar, kept } = cookieJar()
    const long = { ...someTokens, access_token: 'a'.repeat(9_000) }
    await cookieStore(jar).save(long)
    expect([...kept.keys()]).toEqual(['__Host-tessera', '__Host-tessera.1', '__Host-tessera.2', '__Host-tessera.3'])
    for (const { value } of kept.values()) expect(value.length).toBeLessThan(3_700)
    expect(await cookieStore(jar).load()).toEqual(long)
    await cookieStore(jar).save(someTokens)
    expect([...kept.keys()]).toEqual(['__Host-tessera'])
    expect(await cookieStore(jar).load()).toEqual(someTokens)
  })

  it('says so when there is more than browsers keep', async () => {
    const { jar, kept } = cookieJar()
    await expect(cookieStore(jar).save({ ...someTokens, access_token: 'a'.repeat(30_000) })).rejects.toThrow('too long')
    expect(kept.size).toBe(0)
  })

  it.each(['', 'x', '1.', '1.e30', '99999.e30', '1.ä', '2.e30'])('takes what is no tokens for no session: %s', async (value) => {
    const { jar, kept } = cookieJar()
    await cookieStore(jar).save(someTokens)
    const { attributes } = kept.get('__Host-tessera')!
    jar.set('__Host-tessera', value, attributes)
    expect(await cookieStore(jar).load()).toBeNull()
    expect(await cookieStore(jar, { secret }).load()).toBeNull()
  })

  it('that is sealed shows nothing, and opens under its own secret and name alone', async () => {
    const { jar, kept } = cookieJar()
    await cookieStore(jar, { secret }).save(someTokens)
    const { value, attributes } = kept.get('__Host-tessera')!
    expect(atob(value.slice(2).replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('refresh_token')
    expect(await cookieStore(jar, { secret: `another ${secret}` }).load()).toBeNull()
    jar.set('__Host-other', value, attributes)
    expect(await cookieStore(jar, { secret, name: 'other' }).load()).toBeNull()
    expect(() => cookieStore(jar, { secret: 'short' })).toThrow('at least 32')
    expect(() => cookieStore(jar, { secret: undefined as never })).toThrow('is undefined')
  })
})
