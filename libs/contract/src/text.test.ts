import { describe, expect, it } from 'vitest'
import { Email, GivenTime, Id, line, text, Time } from './text.js'

const faultsOf = (schema: { safeParse(value: unknown): { error?: { issues: { message: string }[] } | undefined } }, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message)

describe('a text', () => {
  it.each(['a', 'Ada’s iPad', '😀', 'a\nb', '\u0001', '\ufffd', 'x'.repeat(10), '😀'.repeat(10)])('may be %j', (value) => {
    expect(text(10).parse(value)).toBe(value)
  })

  it.each([
    ['', 'must not be empty'],
    ['x'.repeat(11), 'must have at most 10 characters'],
    ['😀'.repeat(11), 'must have at most 10 characters'],
    ['a\u0000b', 'must not contain a NUL character'],
    ['\n\u0000', 'must not contain a NUL character'],
    ['\ud83d', 'must not contain half of a surrogate pair'],
    ['a\ude00b', 'must not contain half of a surrogate pair'],
    ['\ude00\ud83d', 'must not contain half of a surrogate pair'],
    ['a\n\ud83d', 'must not contain half of a surrogate pair'],
  ])('may not be %j', (value, fault) => {
    expect(faultsOf(text(10), value)).toContain(fault)
  })

  it.each([null, undefined, 1, true, ['a'], { toString: 'a' }])('may not be %j, which is no string', (value) => {
    expect(text(10).safeParse(value).success).toBe(false)
  })

  it('says how long it must be at least', () => {
    expect(faultsOf(text(10, 8), 'seven..')).toEqual(['must have at least 8 characters'])
  })

  it('is judged in linear time, however long it is', () => {
    const long = 'x'.repeat(1_000_000) + '\ud83d'
    const start = performance.now()
    text(2_000_000).safeParse(long)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('a line', () => {
  it('has no space around it', () => {
    expect(line(20).parse('\tAda Lovelace \n')).toBe('Ada Lovelace')
    for (const nothing of ['', ' \n']) expect(faultsOf(line(20), nothing)).toEqual(['must not be empty'])
  })

  it.each(['\u200b', '\u2060\u00a0\u2060', '\u3164', '\u00ad', '\u200e', '\ufe0f', '\u2800'])('is not %j, which nobody sees', (value) => {
    expect(faultsOf(line(20), value)).toEqual(['must have a visible character'])
  })

  it.each(['Ada Lovelace', 'أدا', '👩‍💻', 'a\u00a0b'])('may be %j', (value) => {
    expect(line(20).parse(value)).toBe(value)
  })

  it.each(['a\nb', 'a\rb', 'a\tb', '\u001b[31m', 'a\u0085b', 'a\u2028b', 'a\u202eb', 'a\u2066b'])('may not be %j', (value) => {
    expect(faultsOf(line(20), value)).toEqual(['must not contain control characters'])
  })
})

describe('an e-mail address', () => {
  it('is the same however it is typed', () => {
    expect(Email.parse(' \tAda@Example.COM\n')).toBe('ada@example.com')
  })

  it.each(['', ' ', 'ada', 'ada@', '@example.com', 'a da@example.com', 'ada@example', 'ada@exam\u0000ple.com', 'Ada <ada@example.com>'])(
    'is not %j',
    (value) => {
      expect(Email.safeParse(value).success).toBe(false)
    },
  )

  it('has at most 254 characters', () => {
    const domain = '@example.com'
    expect(Email.safeParse('a'.repeat(254 - domain.length) + domain).success).toBe(true)
    expect(Email.safeParse('a'.repeat(255 - domain.length) + domain).success).toBe(false)
  })
})

describe('an id', () => {
  it.each(['01940000-0000-7000-8000-000000000001', '3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b'])('is a UUID: %s', (value) => {
    expect(Id.parse(value)).toBe(value)
  })

  it.each(['', '1', '01940000000070008000000000000001', '01940000-0000-7000-8000-00000000000g', "' OR 1=1 --"])('is not %j', (value) => {
    expect(Id.safeParse(value).success).toBe(false)
  })

  it('is one id, in whichever case it is given', () => {
    const id = '0198c0de-cafe-7abc-8def-0123456789ab'
    expect(Id.parse(id.toUpperCase())).toBe(id)
  })
})

describe('a time', () => {
  it('that we answer has milliseconds and is in UTC', () => {
    expect(Time.safeParse(new Date(0).toISOString()).success).toBe(true)
    for (const other of ['2026-11-20T12:00:00Z', '2026-11-20T12:00:00.000+01:00', '2026-11-20T12:00:00.000000Z'])
      expect(Time.safeParse(other).success).toBe(false)
  })

  it.each(['2026-11-20T12:00:00Z', '2026-11-20T12:00:00.123456Z', '2026-11-20T13:00:00+01:00', '2024-02-29T00:00:00Z'])(
    'that we are given may be %s',
    (value) => {
      expect(GivenTime.safeParse(value).success).toBe(true)
    },
  )

  it('that we are given may have its letters in lower case', () => {
    expect(GivenTime.parse('2026-11-20t12:00:00z')).toBe('2026-11-20T12:00:00Z')
    for (const other of [undefined, 7, 'noon'])
      expect(faultsOf(GivenTime, other)).toEqual(['must be an RFC 3339 time, such as 2026-11-20T12:00:00Z'])
  })

  it.each(['', '2026-11-20', '2026-11-20T12:00:00', '2026-02-29T00:00:00Z', '2026-11-20T24:00:00Z', '1700000000', 'yesterday'])(
    'that we are given may not be %j',
    (value) => {
      expect(GivenTime.safeParse(value).success).toBe(false)
    },
  )
})
