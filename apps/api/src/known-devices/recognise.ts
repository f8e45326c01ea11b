import { Injectable } from '@nestjs/common'
import { DeviceSeal, type ShownDevice } from './device-seal.js'
import { KnownDevices } from './known-devices.js'

/** For addresses without an account, so that they cost the same work. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Tells whether an account was logged in from a device before. */
@Injectable()
export class RecogniseDevice {
  constructor(
    private readonly knownDevices: KnownDevices,
    private readonly seal: DeviceSeal,
  ) {}

  /**
   * One statement, whether the address has an account or not.
   *
   * @param email as the contract normalises it
   * @returns a name of the device, the same at each login; null when it is not known
   */
  async recognise(email: string, device: ShownDevice): Promise<string | null> {
    const found = await this.knownDevices.find(email)
    const digest = this.seal.digestOf(found?.userId ?? nobody, device)
    return found?.digests.some((known) => digest.equals(known)) ? digest.toString('base64url') : null
  }
}
