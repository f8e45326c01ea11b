import { EncryptJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { seal, unseal } from './seal'
import type { Tokens } from './tokens'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const secret = new Uint8Array(32).fill(7)
const tokens: Tokens = {
  accessToken: 'an access token',
  refreshToken: 'a refresh token',
  sessionId: '0197b2c4-1000-7abc-8def-0123456789ab',
  receivedAt: noon,
  accessEndsAt: noon + 900_000,
  sessionEndsAt: noon + 1_209_600_000,
  insisted: false,
}

describe('the sealed cookie', () => {
  it('gives back what was sealed', async () => {
    expect(await unseal(await seal(tokens, secret), secret, noon)).toEqual(tokens)
  })

  it('shows nothing of the tokens', async () => {
    const sealed = await seal(tokens, secret)
    const parts = sealed.split('.').map((part) => Buffer.from(part, 'base64url').toString())
    expect(parts.join()).not.toContain('token')
  })

  it('fits into a cookie with an access token of 2 kB', async () => {
    expect((await seal({ ...tokens, accessToken: 'x'.repeat(2_000) }, secret)).length).toBeLessThan(4_000)
  })

  it('is void after the session’s time', async () => {
    const sealed = await seal(tokens, secret)
    expect(await unseal(sealed, secret, tokens.sessionEndsAt - 1_000)).not.toBeNull()
    expect(await unseal(sealed, secret, tokens.sessionEndsAt + 1_000)).toBeNull()
  })

  it('cannot be opened with another secret', async () => {
    expect(await unseal(await seal(tokens, secret), new Uint8Array(32).fill(8), noon)).toBeNull()
  })

  it('cannot be changed in any character', async () => {
    const sealed = await seal(tokens, secret)
    for (let place = 0; place < sealed.length; place += 7) {
      const swapped = sealed[place] === 'A' ? 'Q' : 'A'
      const changed = sealed.slice(0, place) + swapped + sealed.slice(place + 1)
      expect(await unseal(changed, secret, noon), `changed at ${place}`).toBeNull()
    }
  })

  it.each(['', 'nonsense', 'a.b.c.d.e', 'eyJhbGciOiJub25lIn0.e30.'])('is not %j', async (sealed) => {
    expect(await unseal(sealed, secret, noon)).toBeNull()
  })

  it.each(Object.keys(tokens))('is not one of another shape, as an older console may have sealed: without %s', async (field) => {
    const { sessionEndsAt, ...rest } = tokens
    const older = new EncryptJWT({ ...rest, [field]: undefined }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    if (field !== 'sessionEndsAt') older.setExpirationTime(sessionEndsAt / 1000)
    expect(await unseal(await older.encrypt(secret), secret, noon)).toBeNull()
  })
})
