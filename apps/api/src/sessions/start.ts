import { Injectable } from '@nestjs/common'
import type { HandedOut } from '@tessera/dialects'
import type { NewSession, Origin } from '@tessera/persistence'
import { DeviceSeal } from '../known-devices/device-seal.js'
import { TokensHandedOut } from './handed-out.js'
import { LoginOrigins } from './login-origins.js'
import { Sessions } from './sessions.js'

type Login = Omit<NewSession, 'deviceDigest' | 'origin'> & { readonly origin: Origin }

/** Starts the session of a login that was verified, remembers its device, and makes its tokens. */
@Injectable()
export class StartSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly deviceSeal: DeviceSeal,
    private readonly origins: LoginOrigins,
    private readonly tokens: TokensHandedOut,
  ) {}

  /** @returns null when the user, the client or the API key changed meanwhile */
  async start(login: Login): Promise<HandedOut | null> {
    const { userId, deviceId, origin } = login
    const started = await this.sessions.start({
      ...login,
      origin: this.origins.of(origin),
      deviceDigest: this.deviceSeal.digestOf(userId, { deviceId, ...origin }),
    })
    return started ? this.tokens.of(started) : null
  }
}
