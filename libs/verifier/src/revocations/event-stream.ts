export interface ServerSentEvent {
  readonly event: string
  readonly data: string
}

/** Of one event; a page of a thousand revocations has some 300,000 characters. */
const longest = 10_000_000

/**
 * The events of a stream, as they come (HTML, §9.2.6, without ids and times to retry: whoever follows knows where to go on).
 *
 * @throws Error for an event that never ends
 */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  let event = ''
  let data: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      rest += decoder.decode(value, { stream: true })
      // A line may end in two characters, of which the second is still on its way.
      const lines = rest.split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      if (rest.length > longest) throw new Error('The stream has an event without an end.')
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { event: event || 'message', data: data.join('\n') }
          event = ''
          data = []
          continue
        }
        const [, name, text = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
        if (name === 'event') event = text
        if (name === 'data') data.push(text)
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
