import { Injectable } from '@nestjs/common'
import type { HandedOut } from '@tessera/dialects'
import type { NewSession } from '@tessera/persistence'
import { DeviceSeal } from '../known-devices/device-seal.js'
import { TokensHandedOut } from './handed-out.js'
import { Sessions } from './sessions.js'

/** Starts the session of a login that was verified, remembers its device, and makes its tokens. */
@Injectable()
export class StartSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly deviceSeal: DeviceSeal,
    private readonly tokens: TokensHandedOut,
  ) {}

  /** @returns null when the user, the client or the API key changed meanwhile */
  async start(login: Omit<NewSession, 'deviceDigest'>): Promise<HandedOut | null> {
    const { userId, deviceId, origin } = login
    const started = await this.sessions.start({ ...login, deviceDigest: this.deviceSeal.digestOf(userId, { deviceId, ...origin }) })
    return started ? this.tokens.of(started) : null
  }
}
