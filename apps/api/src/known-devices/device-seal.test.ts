import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DeviceSeal, type ShownDevice } from './device-seal.js'

const seal = new DeviceSeal(createSecretKey(Buffer.alloc(32, 1)))
const firefox = (version: number) => `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`
const laptop: ShownDevice = { deviceId: null, userAgent: firefox(144), ip: '192.0.2.7' }
const named: ShownDevice = { ...laptop, deviceId: 'a-laptop' }
const digest = (device: ShownDevice, userId = 'ada') => seal.digestOf(userId, device).toString('hex')

describe('a device', () => {
  it.each<[string, Partial<ShownDevice>]>([
    ['after an update of its browser', { userAgent: firefox(145) }],
    ['when its line has another address', { ip: '192.0.2.200' }],
  ])('is the same %s', (_, changed) => {
    expect(digest({ ...laptop, ...changed })).toBe(digest(laptop))
  })

  it.each<[string, Partial<ShownDevice>]>([
    ['elsewhere', { ip: '198.51.100.7' }],
    ['with another browser', { userAgent: 'curl/8.5.0' }],
    ['that sends nothing', { userAgent: null, ip: null }],
    ['with an id of its own', { deviceId: 'a-laptop' }],
  ])('is another %s', (_, changed) => {
    expect(digest({ ...laptop, ...changed })).not.toBe(digest(laptop))
  })

  it('is known by its id wherever it is', () => {
    expect(digest({ deviceId: 'a-laptop', userAgent: null, ip: '2001:db8::1' })).toBe(digest(named))
    expect(digest({ ...named, deviceId: 'another' })).not.toBe(digest(named))
  })

  it('is another for another user, and under another master secret', () => {
    expect(digest(named, 'grace')).not.toBe(digest(named))
    const other = new DeviceSeal(createSecretKey(Buffer.alloc(32, 2)))
    expect(other.digestOf('ada', named).toString('hex')).not.toBe(digest(named))
  })
})
