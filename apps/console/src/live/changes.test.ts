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
const reader = { onChange: vi.fn(), onOpen: vi.fn() }
let page: EventTarget & { hidden: boolean; querySelector: () => object | null }
let browser: EventTarget
let leave: () => void

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  Heard.all.length = 0
  page = Object.assign(new EventTarget(), { hidden: false, querySelector: () => null })
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
  expect(reader.onOpen).toHaveBeenCalledTimes(1)
  last().hear('open')
  expect([liveState(), reader.onOpen.mock.calls.length]).toEqual(['live', 2])
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
  expect([liveState(), reader.onOpen.mock.calls.length]).toEqual(['live', 2])
})

it('tells its readers when it opens for the first time: since the page was read something may have happened', () => {
  expect(reader.onOpen).not.toHaveBeenCalled()
  last().hear('open')
  expect(reader.onOpen).toHaveBeenCalledTimes(1)
})

it('tells a reader who comes later what happened while their page was on its way', () => {
  last().hear('open')
  last().hear('change')
  vi.advanceTimersByTime(10_000)
  last().hear('change')
  vi.advanceTimersByTime(10_000)
  const late = { onChange: vi.fn(), onOpen: vi.fn() }
  hearChanges(late)()
  expect([late.onChange.mock.calls.length, late.onOpen.mock.calls.length]).toEqual([1, 0])
})

it('has a reader look who comes when more has happened than is remembered', () => {
  last().hear('open')
  for (let i = 0; i < 501; i++) last().hear('change')
  const late = { onChange: vi.fn(), onOpen: vi.fn() }
  hearChanges(late)()
  expect([late.onChange.mock.calls.length, late.onOpen.mock.calls.length]).toEqual([0, 1])
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

it('leaves a dialog open to whoever is signed out meanwhile, and goes when it is closed', async () => {
  const reload = vi.fn()
  vi.stubGlobal('location', { reload })
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 401 })))
  page.querySelector = () => ({})
  last().refuse()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(reload).not.toHaveBeenCalled()
  page.querySelector = () => null
  last().refuse()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(reload).toHaveBeenCalledTimes(1)
})
