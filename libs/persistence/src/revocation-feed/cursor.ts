import type { Instant } from '@tessera/core'
import type { Place } from '../events/place.js'

/** A place in the log, and when it was reached: everything that was committed by then is in front of it. */
export interface Mark extends Place {
  readonly at: Instant
}

/** How far a follower of the feed is. */
export interface FeedCursor {
  /** The history of the database that it was read in. */
  readonly epoch: string
  /** Whose revocations; null: everybody's. */
  readonly companyId: number | null
  /** Everything in front of it is read; null in a snapshot, before which there was nothing. */
  readonly since: Mark | null
  /** Between two pages: where they lead to, and the last id that was given on the way. */
  readonly towards: (Mark & { readonly last: number }) | null
}

/** The last moment that a date can say (ECMA-262 §21.4.1.1). */
const latest: Instant = 8.64e15
/** Transactions that were going on which a cursor remembers by their number. */
const mostGoingOn = 50
const version = '1'

/** As it goes over the wire: letters, digits, `-` and `_`, at most some hundred of them. */
export function encodeCursor({ epoch, companyId, since, towards }: FeedCursor): string {
  const fields = [version, epoch, companyId ?? '', markText(since), markText(towards), towards ? towards.last.toString(36) : '']
  return Buffer.from(fields.join('/')).toString('base64url')
}

/** @returns null for what is no cursor of this version */
export function decodeCursor(text: string): FeedCursor | null {
  const [, epoch, company, since, towards, last] =
    /^1\/(\w{1,32})\/(\d{0,10})\/([\w:,]*)\/([\w:,]*)\/(\w{0,11})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  if (epoch === undefined || (!since && !towards) || Boolean(towards) !== Boolean(last)) return null
  const [from, to] = [markOf(since ?? ''), markOf(towards ?? '')]
  const lastId = numberOf(last ?? '')
  if (from === undefined || to === undefined || lastId === undefined) return null
  return { epoch, companyId: company ? Number(company) : null, since: from, towards: to && { ...to, last: lastId } }
}

/** `xmin:xmax:…:id:at`, in base 36, and what is above xmin as its distance from it. */
function markText(mark: Mark | null): string {
  if (!mark) return ''
  const [lowest = '', next = '', goingOn = ''] = mark.snapshot.split(':')
  const xmin = BigInt(lowest)
  const above = (xid: string) => (BigInt(xid) - xmin).toString(36)
  const between = goingOn === '' ? [] : goingOn.split(',')
  // Where there are too many, as if the next one had not begun: what came behind it is given twice, and nothing is missed.
  const end = between[mostGoingOn] ?? next
  return [
    xmin.toString(36),
    above(end),
    between.slice(0, mostGoingOn).map(above).join(','),
    mark.id.toString(36),
    mark.at.toString(36),
  ].join(':')
}

/** @returns undefined for what is no mark */
function markOf(text: string): Mark | null | undefined {
  if (text === '') return null
  const [, lowest, end, between, id, at] = /^(\w{1,13}):(\w{1,13}):((?:\w{1,13}(?:,\w{1,13})*)?):(\w{1,11}):(\w{1,11})$/.exec(text) ?? []
  const [xmin, span] = [bigOf(lowest), bigOf(end)]
  const goingOn = between ? between.split(',').map(bigOf) : []
  const [idOf, atOf] = [numberOf(id ?? ''), numberOf(at ?? '')]
  if (xmin === undefined || xmin < 1n || span === undefined || idOf === undefined || atOf === undefined || atOf > latest) return undefined
  let before = -1n
  for (const distance of goingOn) {
    if (distance === undefined || distance <= before || distance >= span) return undefined
    before = distance
  }
  if (xmin + span >= 2n ** 63n) return undefined
  return { snapshot: `${xmin}:${xmin + span}:${goingOn.map((distance) => xmin + (distance ?? 0n)).join(',')}`, id: idOf, at: atOf }
}

function numberOf(text: string): number | undefined {
  if (text === '') return 0
  const value = /^[0-9a-z]+$/.test(text) ? parseInt(text, 36) : NaN
  return Number.isSafeInteger(value) ? value : undefined
}

function bigOf(text = ''): bigint | undefined {
  if (!/^[0-9a-z]{1,13}$/.test(text)) return undefined
  let value = 0n
  for (const digit of text) value = value * 36n + BigInt(parseInt(digit, 36))
  return value
}
