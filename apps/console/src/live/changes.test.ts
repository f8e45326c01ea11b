import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hearChanges, liveState } from './changes'

/** The browser's end of a stream, which hears what a test says. */
class Heard extends EventTarget {
  static readonly CLOSED = 2
  static readonly all: Heard[] = []
  readyState = 0
  constructor() {
    super()
    Heard.all.push(this)
  }
  hear(type: string): void {
    this.dispatchEvent(type === 'change' ? new MessageEvent(type, { data: '{}' }) : new Event(type))
  }
  refuse(): void {
    this.close()
    this.hear('error')
  }
  close(): void {
    this.readyState = Heard.CLOSED
  }
}

const last = (): Heard => Heard.all.at(-1)!
const reader = { onChange: vi.fn(), onBack: vi.fn() }
let page: EventTarget & { hidden: boolean }
let browser: EventTarget
let leave: () => void

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  Heard.all.length = 0
  page = Object.assign(new EventTarget(), { hidden: false })
  browser = new EventTarget()
  vi.stubGlobal('EventSource', Heard)
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', browser)
  leave = hearChanges(reader)
})
afterEach(() => {
  leave()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('is live for as long as the API says that it lives', () => {
  last().hear('open')
  for (let minutes = 0; minutes < 8; minutes++) {
    for (const type of ['alive', 'change']) {
      vi.advanceTimersByTime(30_000)
      last().hear(type)
    }
  }
  expect([liveState(), Heard.all.length]).toEqual(['live', 1])
})

it('says that it is paused when an open stream is silent, connects anew, and tells its readers when it is back', () => {
  last().hear('open')
  vi.advanceTimersByTime(30_000)
  last().hear('alive')
  vi.advanceTimersByTime(34_000)
  expect(liveState()).toBe('live')
  vi.advanceTimersByTime(2_000)
  expect([liveState(), Heard.all[0]?.readyState, Heard.all.length]).toEqual(['paused', 2, 2])
  expect(reader.onBack).not.toHaveBeenCalled()
  last().hear('open')
  expect([liveState(), reader.onBack.mock.calls.length]).toEqual(['live', 1])
})

it('gives up a connection that nobody answers', () => {
  vi.advanceTimersByTime(36_000)
  expect([liveState(), Heard.all.length]).toEqual(['paused', 2])
})

it('is paused soon after the browser goes offline, and back as soon as it is online', () => {
  last().hear('open')
  browser.dispatchEvent(new Event('offline'))
  vi.advanceTimersByTime(4_000)
  expect([liveState(), Heard.all[0]?.readyState]).toEqual(['paused', 2])
  const tried = Heard.all.length
  browser.dispatchEvent(new Event('online'))
  expect(Heard.all.length).toBe(tried + 1)
  last().hear('open')
  expect([liveState(), reader.onBack.mock.calls.length]).toEqual(['live', 1])
})

it('tells its readers of what was missed before the first connection, too', () => {
  last().hear('error')
  vi.advanceTimersByTime(1_000)
  last().hear('open')
  expect(reader.onBack).toHaveBeenCalledTimes(1)
})

it.each([
  [401, 1],
  [503, 0],
])(
  'loads the page again when the stream is refused with %i: %i times, as only who is signed out is led to sign in',
  async (status, times) => {
    const reload = vi.fn()
    vi.stubGlobal('location', { reload })
    vi.stubGlobal('fetch', async () => ({ status }))
    last().refuse()
    await vi.advanceTimersByTimeAsync(0)
    expect(reload).toHaveBeenCalledTimes(times)
  },
)

it('has missed nothing when the first connection opens', () => {
  last().hear('open')
  expect(reader.onBack).not.toHaveBeenCalled()
})
