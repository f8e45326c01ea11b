import { createSecretKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { DeviceSeal, type ShownDevice } from './device-seal.js'
import type { KnownDevices } from './known-devices.js'
import { RecogniseDevice } from './recognise.js'

const device: ShownDevice = { deviceId: 'phone', userAgent: null, ip: '192.0.2.7' }
const asked: string[] = []

class CountedSeal extends DeviceSeal {
  override digestOf(userId: string, shown: ShownDevice): Buffer {
    asked.push('digest')
    return super.digestOf(userId, shown)
  }
}

const seal = new CountedSeal(createSecretKey(Buffer.alloc(32, 1)))
const adasPhone = seal.digestOf('ada', device)
const knownDevices: KnownDevices = {
  find(email) {
    asked.push('statement')
    if (email === 'ada@example.com') return Promise.resolve({ userId: 'ada', digests: [Buffer.alloc(32), adasPhone] })
    return Promise.resolve(email === 'grace@example.com' ? { userId: 'grace', digests: [] } : null)
  },
}
const recognise = new RecogniseDevice(knownDevices, seal)

it('recognises a device that the account was logged in from, and no other', async () => {
  expect(await recognise.recognise('ada@example.com', device)).toBe(adasPhone.toString('base64url'))
  expect(await recognise.recognise('ada@example.com', { ...device, deviceId: 'invented' })).toBeNull()
  expect(await recognise.recognise('grace@example.com', device)).toBeNull()
})

it('does the same work for an address without an account as for one without devices', async () => {
  const work = async (email: string) => {
    asked.length = 0
    expect(await recognise.recognise(email, device)).toBeNull()
    return [...asked]
  }
  expect(await work('nobody@example.com')).toEqual(['statement', 'digest'])
  expect(await work('grace@example.com')).toEqual(['statement', 'digest'])
})
