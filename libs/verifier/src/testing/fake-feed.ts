/** A revocation, as the feed's wire format has it; what is left out is made up. */
export interface FeedEntry {
  readonly scope: string
  readonly subject: string | null
  readonly at?: string
  readonly except_session_id?: string | null
  readonly forget_at?: string
  readonly [other: string]: unknown
}

export interface FakeFeedOptions {
  /** The platform's time, in milliseconds. */
  readonly now?: () => number
}

interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly headers: Headers
}

const day = 24 * 60 * 60_000

/**
 * A revocation feed for tests, without a server: `followRevocations({ apiUrl: 'https://auth.example.com', fetch: feed.fetch, … })`. It can be
 * away, refuse to stream, begin anew, and hand out what is wrong.
 */
export class FakeFeed {
  epoch = 'first'
  companyId: number | null = null
  /** Entries of a page. */
  pageSize = 1000
  /** How it answers: `away` cannot be reached; another status answers everything; `deaf` takes streams and never writes to them. */
  mode: 'up' | 'away' | 'no_stream' | 'deaf' | number = 'up'
  /** What streams are answered where there are none. */
  noStream = 404
  /** What pages say beside what they should. */
  changes: Readonly<Record<string, unknown>> = {}
  readonly asked: Asked[] = []
  private entries: FeedEntry[] = []
  private readonly streams = new Set<{ write(): void; end(fault?: Error): void }>()
  private readonly now: () => number

  constructor({ now = Date.now }: FakeFeedOptions = {}) {
    this.now = now
  }

  revoke(...entries: readonly FeedEntry[]): void {
    this.entries.push(...entries)
    this.beat()
  }

  /** As after a database was restored: other revocations, and every cursor is of another history. */
  beginAnew(epoch: string, ...entries: readonly FeedEntry[]): void {
    this.epoch = epoch
    this.entries = [...entries]
  }

  /** Writes a page to each stream, as the platform does every second. */
  beat(): void {
    for (const stream of this.streams) stream.write()
  }

  /** Ends every stream: with a fault, as when the connection breaks, or as the platform does when it stops. */
  cut(fault?: Error): void {
    for (const stream of this.streams) stream.end(fault)
  }

  get followers(): number {
    return this.streams.size
  }

  /** Paths and queries that were asked for, of those that begin so. */
  askedFor(path: string): Asked[] {
    return this.asked.filter((asked) => asked.path === path)
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { pathname: path, searchParams } = new URL(input as string)
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    this.asked.push({ path, query: Object.fromEntries(searchParams), body, headers: new Headers(init.headers) })
    if (this.mode === 'away') throw new TypeError('fetch failed')
    if (typeof this.mode === 'number') return new Response('', { status: this.mode, headers: { 'retry-after': '1' } })
    if (init.method === 'POST') return new Response(null, { status: 204 })
    const after = searchParams.get('after') ?? undefined
    if (path === '/v1/revocations') return Response.json(await this.page(after, Number(searchParams.get('wait') ?? 0), init.signal))
    if (this.mode === 'no_stream') return new Response('', { status: this.noStream })
    return new Response(this.stream(after, init.signal), { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
  }

  private async page(after: string | undefined, wait: number, signal?: AbortSignal | null): Promise<Readonly<Record<string, unknown>>> {
    if (wait > 0 && this.from(after) === this.entries.length) {
      await new Promise<void>((done, fail) => {
        const timer = setTimeout(done, wait * 1000)
        signal?.addEventListener('abort', () => {
          clearTimeout(timer)
          fail(signal.reason as Error)
        })
      })
    }
    return this.pageFrom(after)
  }

  private from(after: string | undefined): number {
    const [epoch, index] = (after ?? '').split('.')
    return epoch === this.epoch ? Number(index) : 0
  }

  private pageFrom(after: string | undefined): Readonly<Record<string, unknown>> {
    const from = this.from(after)
    const end = Math.min(from + this.pageSize, this.entries.length)
    return {
      epoch: this.epoch,
      company_id: this.companyId,
      items: this.entries.slice(from, end).map((entry, at) => ({ id: String(from + at), ...this.defaults(), ...entry })),
      next: `${this.epoch}.${end}`,
      more: end < this.entries.length,
      as_of: new Date(this.now()).toISOString(),
      ...this.changes,
    }
  }

  private defaults(): Omit<FeedEntry, 'scope' | 'subject'> {
    const [at, forget_at] = [0, day].map((later) => new Date(this.now() + later).toISOString())
    return { at: at!, forget_at: forget_at!, user_id: null, except_session_id: null, reason: 'revoked_by_admin' }
  }

  private stream(after: string | undefined, signal: AbortSignal | null | undefined): ReadableStream<Uint8Array> {
    let cursor = after
    let stop = (): void => undefined
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const write = () => {
          if (this.mode !== 'up') return
          do {
            const page = this.pageFrom(cursor)
            cursor = String(page['next'])
            controller.enqueue(new TextEncoder().encode(`event: revocations\nid: ${cursor}\ndata: ${JSON.stringify(page)}\n\n`))
          } while (this.from(cursor) < this.entries.length)
        }
        const beating = setInterval(write, 1000)
        const stream = {
          write,
          end: (fault?: Error) => {
            stop()
            if (fault) controller.error(fault)
            else controller.close()
          },
        }
        stop = () => {
          clearInterval(beating)
          this.streams.delete(stream)
        }
        signal?.addEventListener('abort', () => this.streams.has(stream) && stream.end(signal.reason as Error))
        this.streams.add(stream)
        write()
      },
      cancel: () => stop(),
    })
  }
}
