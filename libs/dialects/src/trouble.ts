import { type Trouble, troubles, type WireAnswer } from './dialect.js'

/** A trouble, for a format to put in its own shape. */
export interface TroubleWords {
  readonly status: number
  /** The status' own phrase (RFC 9110 §15). */
  readonly title: string
  /** For a person: what happened, and what was not done. */
  readonly sentence: string
}

const words = {
  malformed_request: { status: 400, title: 'Bad Request', sentence: 'The request cannot be read. Nothing was done.' },
  not_found: { status: 404, title: 'Not Found', sentence: 'There is nothing at this address.' },
  method_not_allowed: { status: 405, title: 'Method Not Allowed', sentence: 'This address takes POST only.' },
  request_timeout: { status: 408, title: 'Request Timeout', sentence: 'The request took too long to arrive. Nothing was done.' },
  payload_too_large: { status: 413, title: 'Content Too Large', sentence: 'The request body is too large. Nothing was done.' },
  uri_too_long: { status: 414, title: 'URI Too Long', sentence: 'The address is too long. Nothing was done.' },
  unsupported_media_type: { status: 415, title: 'Unsupported Media Type', sentence: 'A body of this media type is not taken here.' },
  headers_too_large: {
    status: 431,
    title: 'Request Header Fields Too Large',
    sentence: 'The request headers are too large. Nothing was done.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too Many Requests',
    sentence: 'There were too many attempts. Nothing was done; try again later.',
  },
  internal_error: { status: 500, title: 'Internal Server Error', sentence: 'Something went wrong on our side. Try again.' },
  // Every format documents 500 and none 503: its clients know what to do with the one, and may throw their token away at the other.
  unavailable: {
    status: 500,
    title: 'Internal Server Error',
    sentence: 'We cannot answer right now. What you hold is as good as before: try again.',
  },
} as const satisfies Record<Trouble, TroubleWords>

/**
 * What the server itself has to say on a format's paths, in the format's shape. The database's trouble is the format's 500, with a
 * `Retry-After`.
 */
export function troublesAs(bodyOf: (words: TroubleWords) => WireAnswer['body']): Readonly<Record<Trouble, WireAnswer>> {
  const answers = troubles.map((trouble): [Trouble, WireAnswer] => {
    const answer = { status: words[trouble].status, body: bodyOf(words[trouble]) }
    return [trouble, trouble === 'unavailable' ? { ...answer, headers: { 'retry-after': '1' } } : answer]
  })
  // `fromEntries` forgets the names; the list of them is what it was given.
  return Object.fromEntries(answers) as Record<Trouble, WireAnswer>
}
