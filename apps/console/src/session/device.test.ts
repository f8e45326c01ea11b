import { describe, expect, it } from 'vitest'
import { deviceCookie, deviceIdOf } from './device'

describe('the name of a browser', () => {
  it('is new for a browser that brings none, and 128 bits long', () => {
    const [one, other] = [deviceIdOf(undefined), deviceIdOf(undefined)]
    expect(Buffer.from(one, 'base64url')).toHaveLength(16)
    expect(one).not.toBe(other)
  })

  it('stays for a browser that was here before', () => {
    const id = deviceIdOf(undefined)
    expect(deviceIdOf(id)).toBe(id)
  })

  it.each(['', 'short', '<script>', 'a'.repeat(200), `${'a'.repeat(21)} `])('is not %j, which we did not make', (brought) => {
    expect(deviceIdOf(brought)).not.toBe(brought)
  })

  it('is kept where no script and no other site finds it', () => {
    expect(deviceCookie('x', { overTls: true })).toMatchObject({
      ...{ name: '__Host-tessera-device', httpOnly: true, sameSite: 'lax', secure: true, path: '/' },
    })
    expect(deviceCookie('x', { overTls: false })).toMatchObject({ name: 'tessera-device', httpOnly: true, secure: false })
  })
})
