import { createHmac, hkdfSync, type KeyObject } from 'node:crypto'
import { deviceOf } from '../sessions/device.js'
import { surroundingsOf } from '../limits/network.js'

/** What tells a device from others when it logs in. */
export interface ShownDevice {
  /** The client's own id for it. Whoever guesses at an account does not know it. */
  readonly deviceId: string | null
  readonly userAgent: string | null
  readonly ip: string | null
}

/**
 * How a user's devices are remembered (docs/decisions/0059-known-devices.md): as an HMAC under a key derived from the master secret, bound
 * to the user, so that a dump of the table tells neither ids nor networks, nor that two users share a device.
 */
export class DeviceSeal {
  private readonly key: Buffer

  constructor(masterSecret: KeyObject) {
    this.key = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera known devices v1', 32))
  }

  digestOf(userId: string, device: ShownDevice): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([userId, ...featuresOf(device)]))
      .digest()
  }
}

/** An id that the client gives says all. Without one: what cannot be made up is the network; the rest tells apart who shares it. */
function featuresOf({ deviceId, userAgent, ip }: ShownDevice): readonly (string | null)[] {
  if (deviceId !== null) return ['id', deviceId]
  const { browser, system, kind } = deviceOf({ deviceId: null, deviceName: null, userAgent })
  return ['derived', withoutVersion(browser), withoutVersion(system), kind, surroundingsOf(ip)]
}

/** An update makes no other device of it. */
function withoutVersion(name: string | null): string | null {
  return name?.replace(/ [\d.]+$/, '') ?? null
}
