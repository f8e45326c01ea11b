import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsOf, type ServerSentEvent } from './event-stream.js'

async function read(...pieces: Uint8Array[]): Promise<ServerSentEvent[]> {
  const events = []
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
  for await (const event of eventsOf(body)) events.push(event)
  return events
}
const bytes = (text: string) => new TextEncoder().encode(text)

describe('a stream of events', () => {
  it('has events with names, and data of one or more lines', async () => {
    expect(await read(bytes('event: revocations\nid: 7\ndata: {"a":\ndata: 1}\n\ndata:x\n\n'))).toEqual([
      { event: 'revocations', data: '{"a":\n1}' },
      { event: 'message', data: 'x' },
    ])
  })

  it('may have comments, empty events and fields that nobody knows', async () => {
    expect(await read(bytes(': hello\n\nevent: nothing\n\nretry: 5\nfield\ndata: x\n\n'))).toEqual([{ event: 'message', data: 'x' }])
  })

  it('ends without the event that is not whole', async () => {
    expect(await read(bytes('data: x\n\ndata: y\n'))).toEqual([{ event: 'message', data: 'x' }])
  })

  it('is the same wherever it is cut, and however its lines end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(80), { maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\r'), async (cuts, end) => {
        const whole = bytes(['event: revocations', 'data: ä€😀', 'data: two', '', 'data: last', '', ''].join(end))
        const places = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length]
        const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place))
        const [first] = await read(...pieces, bytes('data: x\n\n'))
        expect(first).toEqual({ event: 'revocations', data: 'ä€😀\ntwo' })
      }),
    )
  })
})
