import { eventsOf } from './event-stream.js'
import { readPage, type RevocationPage } from './page.js'
import type { Via, WhenStale } from './revocations.js'

/** The feed did not answer as a feed does. */
export class FeedFault extends Error {
  override readonly name = 'FeedFault'

  /** Seconds, where the platform said so. */
  readonly retryAfter: number
  /** Whether the platform has trouble, or the way to it: then nothing else would be answered either. */
  readonly isTrouble: boolean

  constructor(message: string, options: ErrorOptions & { readonly retryAfter?: number; readonly isTrouble?: boolean } = {}) {
    super(message, options)
    this.retryAfter = options.retryAfter ?? 0
    this.isTrouble = options.isTrouble ?? false
  }
}

export interface FeedOptions {
  readonly apiUrl: string | URL
  readonly apiKey: string
  readonly follower: string
  readonly whenStale: WhenStale
  readonly fetch: typeof fetch
}

/** Milliseconds: the platform itself gives up by then. */
const answerWithin = 6000

/** The feed over HTTP. Every promise is rejected when `signal` is aborted. */
export class Feed {
  private readonly base: string

  constructor(private readonly options: FeedOptions) {
    mustBeAddress(options.apiUrl)
    this.base = new URL(options.apiUrl).href.replace(/\/$/, '')
  }

  /** @param wait seconds to wait for something to be revoked */
  async read(after: string | undefined, wait: number, signal: AbortSignal): Promise<RevocationPage> {
    const query = new URLSearchParams({ ...(after !== undefined && { after }), ...(wait > 0 && { wait: String(wait) }) })
    return within(answerWithin, signal, async (limited) => {
      const answer = await this.ask(`/v1/revocations?${query}`, limited, { accept: 'application/json' })
      return readPage(await answer.json())
    })
  }

  /**
   * Pages as they come, until the stream ends.
   *
   * @param silence milliseconds without a page after which it is given up
   * @throws FeedFault for silence, too, and what `honour` throws
   */
  async follow(after: string, silence: number, signal: AbortSignal, honour: (page: RevocationPage) => void): Promise<void> {
    await within(silence, signal, async (limited, again) => {
      const answer = await this.ask(`/v1/revocations/stream?${new URLSearchParams({ after })}`, limited, { accept: 'text/event-stream' })
      if (!answer.body || !/^text\/event-stream\b/i.test(answer.headers.get('content-type') ?? '')) {
        throw new FeedFault('The revocation feed did not answer with a stream.')
      }
      for await (const { event, data } of eventsOf(answer.body)) {
        if (event !== 'revocations') continue
        again(silence)
        honour(readPage(JSON.parse(data)))
      }
    })
  }

  /** Tells the platform how far this follower is. */
  async report(position: string, via: Via, signal: AbortSignal): Promise<void> {
    const { follower, whenStale } = this.options
    await this.tell('/v1/revocations/position', { follower, position, via, when_stale: whenStale }, signal)
  }

  /** Tells the platform that nobody needs to wait for this follower any more. */
  async leave(signal: AbortSignal): Promise<void> {
    await this.tell('/v1/revocations/leave', { follower: this.options.follower }, signal)
  }

  private async tell(path: string, body: object, signal: AbortSignal): Promise<void> {
    await within(answerWithin, signal, async (limited) => {
      const answer = await this.ask(path, limited, { 'content-type': 'application/json' }, JSON.stringify(body))
      await answer.body?.cancel()
    })
  }

  private async ask(path: string, signal: AbortSignal, headers: Record<string, string>, body?: string): Promise<Response> {
    const request: RequestInit = {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, 'x-api-key': this.options.apiKey },
      // The key is for this address, and not for where it may lead.
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body }),
    }
    const answer = await this.options.fetch(this.base + path, request).catch((cause: unknown) => {
      if (signal.aborted) throw signal.reason
      throw new FeedFault(`The revocation feed at ${this.base} could not be reached.`, { cause, isTrouble: true })
    })
    if (answer.ok) return answer
    await answer.body?.cancel()
    const hint = hints[answer.status] ?? '.'
    const retryAfter = Number(answer.headers.get('retry-after'))
    throw new FeedFault(`The revocation feed answered ${answer.status}${hint}`, {
      retryAfter: Number.isFinite(retryAfter) ? retryAfter : 0,
      isTrouble: answer.status >= 500 || answer.status === 408,
    })
  }
}

const ofKey = ': is the API key right, and has it the scope revocations:read?'
const ofAddress = ': is apiUrl the platform’s API_URL?'

/** What an operator looks at first. A redirect is not followed. */
const hints: Readonly<Record<number, string>> = {
  401: ofKey,
  403: ofKey,
  ...Object.fromEntries([301, 302, 303, 307, 308, 404].map((status) => [status, ofAddress])),
}

/** Nothing will ever answer elsewhere: it is said at once, and not by asking for ever. */
function mustBeAddress(apiUrl: string | URL): void {
  if (/^https?:/i.test(String(apiUrl)) && URL.canParse(apiUrl)) return
  throw new TypeError(`apiUrl must be the platform’s API_URL, such as https://auth.example.com; it is ${JSON.stringify(apiUrl)}.`)
}

/** Gives something up that takes longer than so many milliseconds, or as many as `again` says from then on. */
async function within<T>(
  time: number,
  outer: AbortSignal,
  work: (signal: AbortSignal, again: (time: number) => void) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted()
  // Not AbortSignal.any: in some versions of Node, a signal that lives long remembers everything that was ever made of it.
  const limit = new AbortController()
  const end = () => limit.abort(outer.reason)
  outer.addEventListener('abort', end)
  const limited = (after: number) => {
    const late = () => limit.abort(new FeedFault(`The revocation feed was silent for ${after} ms.`))
    // In two steps: a process that was frozen finds its timers due before it has read what had come meanwhile.
    return setTimeout(() => (timer = setTimeout(late, after * 0.2)), after * 0.8)
  }
  let timer: ReturnType<typeof setTimeout> = limited(time)
  const again = (after: number) => {
    clearTimeout(timer)
    timer = limited(after)
  }
  try {
    return await work(limit.signal, again)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', end)
  }
}
