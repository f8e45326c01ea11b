import { Agent, get, type IncomingMessage } from 'node:http'
import type { RevocationPage } from '@tessera/contract'

const agent = new Agent({ maxSockets: Infinity })

/** A stream of the revocation feed that is being read: what it has told so far, and whether it is over. */
export interface FeedReader {
  readonly status: number
  readonly pages: RevocationPage[]
  over: boolean
  /** Of all pages so far. */
  subjects(): (string | null)[]
  /** For a reader that takes nothing for a while. */
  readonly answer: IncomingMessage
  close(): void
}

/** @param headers what shows who reads, and perhaps `Last-Event-ID` */
export async function readFeed(
  url: string,
  headers: Readonly<Record<string, string>>,
  after?: string,
  onPage: (page: RevocationPage) => void = () => undefined,
): Promise<FeedReader> {
  const address = `${url}/v1/revocations/stream${after === undefined ? '' : `?after=${after}`}`
  const answer = await new Promise<IncomingMessage>((resolve, reject) => get(address, { headers, agent }, resolve).on('error', reject))
  const pages: RevocationPage[] = []
  const reader: FeedReader = {
    ...{ status: answer.statusCode ?? 0, pages, over: false, answer },
    subjects: () => pages.flatMap(({ items }) => items.map(({ subject }) => subject)),
    close: () => void answer.destroy(),
  }
  let rest = ''
  answer.setEncoding('utf8')
  answer.on('data', (piece: string) => {
    const events = (rest + piece).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const [, id, data] = /^event: revocations\nid: (.*)\ndata: (.*)$/.exec(event) ?? []
      if (data === undefined) continue
      const page = JSON.parse(data) as RevocationPage
      if (page.next !== id) throw new Error('the id of an event is not the cursor of its page')
      pages.push(page)
      onPage(page)
    }
  })
  answer.on('error', () => undefined)
  answer.on('close', () => (reader.over = true))
  return reader
}
