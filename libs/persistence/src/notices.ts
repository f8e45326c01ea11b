import pg from 'pg'
import { deadlines } from './database.js'

/** What a connection listens for. */
export interface NoticeOptions {
  /** Of the server itself, or of a pooler that gives each client a connection of its own: LISTEN holds for one. */
  readonly url: string
  readonly channel: string
  /** Called at each notice; and when the connection is there (again), since notices may have been missed. */
  readonly told: () => void
  /** Told once each time that the connection is lost, or cannot be made. */
  readonly onTrouble: (fault: unknown) => void
}

/** Milliseconds until a connection that was lost is made again. */
const connectAgainAfter = 1_000

/** Listens for the notices of one channel (`NOTIFY`) on a connection of its own, and makes another whenever that is lost. */
export class Notices {
  private client: pg.Client | undefined
  private timer: NodeJS.Timeout | undefined
  private closed = false
  private troubled = false

  constructor(private readonly options: NoticeOptions) {
    void this.connect()
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.client?.end().catch(() => undefined)
  }

  private async connect(): Promise<void> {
    const { url, channel, told } = this.options
    let made: pg.Client | undefined
    try {
      // Reads the certificate that the address names, which may be away.
      const client = new pg.Client({
        ...{ connectionString: url, application_name: 'tessera notices', keepAlive: true },
        ...{ connectionTimeoutMillis: deadlines.poolWait, query_timeout: deadlines.answer },
      })
      this.client = made = client
      client.on('notification', told)
      client.on('error', (fault) => this.lost(client, fault))
      client.on('end', () => this.lost(client, new Error('The connection ended.')))
      await client.connect()
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
      this.troubled = false
      if (!this.closed) told()
    } catch (fault) {
      this.lost(made, fault)
    }
  }

  /** Whatever it is told of one connection, and how often: another one is made once. */
  private lost(client: pg.Client | undefined, fault: unknown): void {
    if (this.client !== client) return
    this.client = undefined
    client?.end().catch(() => undefined)
    if (this.closed) return
    if (!this.troubled) this.options.onTrouble(fault)
    this.troubled = true
    this.timer = setTimeout(() => void this.connect(), connectAgainAfter).unref()
  }
}
