import pg from 'pg'

/** Thrown where no connection can be tried, as a file that the address names cannot be read: trouble of ours (503), never the client's. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault'
}

/**
 * A connection of a pool. `pg` reads the files that an address names (`sslrootcert`, `sslcert`, `sslkey`) for each anew, and throws where one is away,
 * as while certificates are replaced: past the pool, which makes connections in the middle of events, and so past everybody. Here it fails to connect.
 */
export class PooledClient extends pg.Client {
  private fault: ConnectionFault | undefined

  constructor(config: pg.ClientConfig = {}) {
    try {
      super(config)
    } catch (cause) {
      const { connectionString: _address, ...others } = config
      super(others)
      this.fault = new ConnectionFault(`No connection can be made: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
  }

  override connect(): Promise<pg.Client>
  override connect(callback: (fault: Error) => void): void
  override connect(callback?: (fault: Error) => void): Promise<pg.Client> | void {
    if (!callback) return this.fault ? Promise.reject(this.fault) : super.connect()
    if (this.fault) process.nextTick(callback, this.fault)
    else super.connect(callback)
  }
}
