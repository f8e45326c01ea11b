import { describe, expect, it } from 'vitest'
import { cookieOf, noCookie } from './cookie'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const tokens = {
  accessToken: 'a',
  refreshToken: 'r',
  sessionId: 's',
  receivedAt: noon,
  accessEndsAt: noon + 900_000,
  sessionEndsAt: noon + 60_000,
  insisted: false,
}
const settings = (overTls: boolean) => ({ apiUrl: '', consoleOrigin: '', overTls, secret: new Uint8Array(32) })

describe('the session cookie', () => {
  it('is out of reach for scripts and lives as long as the session', async () => {
    expect(await cookieOf(tokens, settings(false), noon)).toMatchObject({
      name: 'tessera-console',
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      maxAge: 60,
    })
  })

  it('is bound to its host and to TLS where people come over TLS', async () => {
    expect(await cookieOf(tokens, settings(true), noon)).toMatchObject({ name: '__Host-tessera-console', secure: true })
  })

  it('is taken away under the name and with the attributes it was set with', () => {
    expect(noCookie(settings(true))).toEqual({
      name: '__Host-tessera-console',
      value: '',
      httpOnly: true,
      sameSite: 'lax',
      secure: true,
      path: '/',
      maxAge: 0,
    })
  })
})
