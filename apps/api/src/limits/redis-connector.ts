import { createConnection, type NetConnectOpts, type Socket } from 'node:net'
import { connect as connectByTls, type ConnectionOptions } from 'node:tls'
import { AbstractConnector } from 'ioredis'
import { oneLookup } from './one-lookup.js'

/** What ioredis has read from the address. */
interface Address {
  readonly path?: string
  readonly host?: string
  readonly port?: number
  readonly family?: number
  readonly tls?: ConnectionOptions
  readonly disconnectTimeout: number
}

/** Connects as ioredis does by itself, which would begin another look for the name at each attempt (`oneLookup`). */
export class RedisConnector extends AbstractConnector {
  private readonly address: Address

  constructor(
    options: unknown,
    private readonly lookup = oneLookup(),
  ) {
    const address = options as Address
    super(address.disconnectTimeout)
    this.address = address
  }

  connect(): Promise<Socket> {
    this.connecting = true
    const { path, host, port, family, tls } = this.address
    const to = path ? { path } : { host, port, family, lookup: this.lookup }
    const socket = tls ? connectByTls({ ...to, ...tls } as ConnectionOptions) : createConnection(to as NetConnectOpts)
    socket.once('error', (fault) => (this.firstError = fault))
    this.stream = socket
    return Promise.resolve(socket)
  }
}
