import type { Change } from '@tessera/contract'
import { isDialogOpen } from './dialog-open'

/** `paused`: nothing has been heard for some seconds, and it is tried again and again. */
export type LiveState = 'begins' | 'live' | 'paused'

interface Reader {
  readonly onChange: (change: Change) => void
  /** What happened before, or meanwhile, was not heard: the stream is open for the first time, or open again. */
  readonly onOpen: () => void
}

const address = '/stream'
/** Milliseconds: an access token that is renewed closes the stream for a moment, which is nothing to tell people of. */
const patience = 4_000
const longestWait = 30_000
/** Milliseconds: the API says every fifteen seconds that it lives. Twice it did not. */
const longestSilence = 35_000
/** Milliseconds from when a server reads a page to when a browser has it, over a slow line. */
const longestArrival = 15_000
/** A reader that comes when more has happened meanwhile looks for itself. */
const mostRemembered = 500

const readers = new Set<Reader>()
const watchers = new Set<() => void>()
let source: EventSource | undefined
let again: ReturnType<typeof setTimeout> | undefined
let silence: ReturnType<typeof setTimeout> | undefined
let watch: ReturnType<typeof setTimeout> | undefined
let state: LiveState = 'begins'
let failures = 0
/** What was heard last, and when. */
let heard: { readonly change: Change; readonly at: number }[] = []

/**
 * Hears what happens on the platform, for as long as somebody in this tab wants to, and what has happened since the reader's page was read. All share
 * one connection: browsers have six for a host.
 */
export function hearChanges(reader: Reader): () => void {
  readers.add(reader)
  if (readers.size === 1) begin()
  else repeatTo(reader)
  return () => {
    readers.delete(reader)
    if (readers.size === 0) end()
  }
}

export function watchLiveState(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export const liveState = (): LiveState => state

function begin(): void {
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('online', retryNow)
  window.addEventListener('offline', onOffline)
  connect()
}

function repeatTo({ onChange, onOpen }: Reader): void {
  const arriving = heard.filter(({ at }) => at > performance.now() - longestArrival)
  if (arriving.length === mostRemembered) return onOpen()
  for (const { change } of arriving) onChange(change)
}

function end(): void {
  document.removeEventListener('visibilitychange', onVisibility)
  window.removeEventListener('online', retryNow)
  window.removeEventListener('offline', onOffline)
  disconnect()
  heard = []
  failures = 0
  become('begins')
}

/** Nobody looks at a hidden tab, and its connection is one of six. */
function onVisibility(): void {
  if (!document.hidden) return retryNow()
  disconnect()
}

/** A connection that is open says nothing of it: it is only silent. */
function onOffline(): void {
  lose(patience)
}

function retryNow(): void {
  failures = 0
  connect()
}

function connect(): void {
  disconnect()
  if (document.hidden) return
  const opened = new EventSource(address)
  source = opened
  expectSign()
  opened.addEventListener('open', () => {
    expectSign()
    failures = 0
    become('live')
    for (const { onOpen } of readers) onOpen()
  })
  opened.addEventListener('alive', expectSign)
  opened.addEventListener('change', ({ data }: MessageEvent<string>) => {
    expectSign()
    const change = JSON.parse(data) as Change
    heard = [...heard.slice(1 - mostRemembered), { change, at: performance.now() }]
    for (const { onChange } of readers) onChange(change)
  })
  opened.addEventListener('error', () => {
    if (source !== opened) return
    const refused = opened.readyState === EventSource.CLOSED
    lose(patience)
    if (refused) void leaveIfSignedOut()
  })
}

/**
 * An event source keeps its status to itself. The page that is loaded again leads to sign in, and the sign-in page says why and leads back. While a dialog
 * is open it waits: each later try finds the same.
 */
async function leaveIfSignedOut(): Promise<void> {
  const asked = new AbortController()
  const answer = await fetch(address, { headers: { accept: 'text/event-stream' }, signal: asked.signal }).catch(() => null)
  if (answer?.status === 401 && !isDialogOpen()) location.reload()
  asked.abort()
}

/** A server that stands still, or a network that lost us, closes no connection: whoever is silent for too long is not there. */
function expectSign(): void {
  clearTimeout(watch)
  watch = setTimeout(() => lose(0), longestSilence)
}

/** Begins anew, later each time. @param within milliseconds until people are told */
function lose(within: number): void {
  disconnect()
  silence ??= setTimeout(() => become('paused'), within)
  again = setTimeout(connect, Math.min(longestWait, 500 * 2 ** failures++) * (0.75 + Math.random() / 2))
}

function disconnect(): void {
  source?.close()
  source = undefined
  clearTimeout(again)
  clearTimeout(watch)
}

function become(next: LiveState): void {
  if (next !== 'paused') {
    clearTimeout(silence)
    silence = undefined
  }
  state = next
  for (const watcher of watchers) watcher()
}
