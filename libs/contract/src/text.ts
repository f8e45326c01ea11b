import * as z from 'zod'

// eslint-disable-next-line no-control-regex -- NUL is exactly what PostgreSQL's text cannot hold
const withoutNul = /^[^\u0000]*$/
const withoutHalfPairs = /^\P{Surrogate}*$/u

const inOneLine = /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u

/** Spaces, marks and fillers alone would be a name that nobody sees, and a link that nobody can press. U+2800 is Braille’s space. Nothing at all is another fault. */
const visible = /^$|[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/** What every `text` must match; documents say it once instead of at every field. */
export const textPatterns: ReadonlySet<string> = new Set([withoutNul.source, withoutHalfPairs.source])

/**
 * A string that PostgreSQL can store and a console can show: at most `max` characters (code points, as JSON Schema counts them), no NUL, no lone surrogate.
 */
export function text(max: number, min = 1): z.ZodString {
  return z
    .string()
    .min(min, min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
    .max(max, `must have at most ${max} characters`)
    .regex(withoutNul, 'must not contain a NUL character')
    .regex(withoutHalfPairs, 'must not contain half of a surrogate pair')
}

/** A text whose surrounding space is dropped, and of which something is left then. */
export function trimmed(max: number): z.ZodString {
  return text(max, 0).trim().min(1, 'must not be empty')
}

/** A text that is no more than one line, is seen, and reads in the order that it is written in. Surrounding space is dropped. */
export function line(max: number): z.ZodString {
  return trimmed(max).regex(inOneLine, 'must not contain control characters').regex(visible, 'must have a visible character')
}

/** What is answered of a value that was taken under a rule, which may have been another then: described as the rule is, and not held to it. */
export function asStored<Schema extends z.ZodType>(schema: Schema, rule: z.ZodType): Schema {
  return schema.meta({ ...rule.meta() })
}

/** Surrounding space is dropped and case folded: one account per address, however it is typed. */
export const Email = text(254)
  .trim()
  .toLowerCase()
  .pipe(z.email('must be an e-mail address'))
  .meta({ description: 'An e-mail address; its case does not matter.', format: 'email', examples: ['ada@example.com'] })

/** Words separated by single spaces, of the characters that RFC 6749 §3.3 allows. */
export const Scope = text(1000).regex(
  /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/,
  'must be words separated by single spaces, without quotation marks and backslashes',
)

/** In whichever case it is given (RFC 9562 §4), it is the one that we answer: ids are compared as text. */
export const Id = z.uuid('must be a UUID').toLowerCase()

/** RFC 3339 with milliseconds and `Z`, as every time we answer. */
export const Time = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'RFC 3339, with milliseconds, in UTC.', examples: ['2026-11-20T12:00:00.000Z'] })

const noTime = { error: 'must be an RFC 3339 time, such as 2026-11-20T12:00:00Z' }

/** A time that we are given: RFC 3339 with any offset and precision, its letters in either case (§5.6). */
export const GivenTime = z
  .string(noTime)
  .toUpperCase()
  .pipe(z.iso.datetime({ offset: true, ...noTime }))
  .meta({ format: 'date-time' })

const mappedNetwork = /^::ffff:(?:[\d.]+|[\da-f]{1,4}:[\da-f]{1,4})\/(\d+)$/i

/**
 * An address, or a network as CIDR (RFC 4632 §3.1, RFC 4291 §2.3). Where IPv4 is written as IPv6, the length of a network counts the 96 bits that say
 * so: without them, it was meant otherwise than it would be understood.
 */
export const Network = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be an IPv4 or IPv6 address, or a network such as 203.0.113.0/24')
  .refine((given) => Number(mappedNetwork.exec(given)?.[1] ?? 96) >= 96, 'must be a network of IPv4 alone, such as 203.0.113.0/24')
  .meta({ examples: ['203.0.113.0/24'] })
