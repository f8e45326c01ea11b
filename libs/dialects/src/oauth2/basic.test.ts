import { assert as holds, property, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBasic } from './basic.js'

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')
/** RFC 6749 appendix B. */
const formEncoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1)

describe('Basic credentials', () => {
  it('are the example of RFC 6749 §2.3.1', () => {
    expect(readBasic('czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3')).toEqual({ id: 's6BhdRkqt3', secret: '7Fjfp0ZBr1KtDRbnfVdmIw' })
  })

  it('come back as they were, whatever id and secret are', () => {
    const text = string({ unit: 'grapheme' })
    holds(
      property(text, text, (id, secret) => {
        expect(readBasic(base64(`${formEncoded(id)}:${formEncoded(secret)}`))).toEqual({ id, secret })
      }),
    )
  })

  it('keep a colon of the secret, also of a client that encodes nothing', () => {
    expect(readBasic(base64('shop:a:b'))).toEqual({ id: 'shop', secret: 'a:b' })
  })

  it('may lack an id or a secret, and not the colon', () => {
    expect(readBasic(base64('shop:'))).toEqual({ id: 'shop', secret: '' })
    expect(readBasic(base64(':secret'))).toEqual({ id: '', secret: 'secret' })
    expect(readBasic(base64('shop'))).toBeNull()
    expect(readBasic('')).toBeNull()
  })

  it.each([
    ['no base64', '!!!!'],
    ['base64url', base64('shop:\u00ff\u00fe>>>???').replaceAll('/', '_').replaceAll('+', '-')],
    ['without its padding', base64('shop:sec').replace(/=+$/, '')],
    ['padded too much', `${base64('shop:x1')}==`],
    ['with a space inside', 'c2hv cDp4'],
    ['no UTF-8', base64(new Uint8Array([0x61, 0x3a, 0xc3, 0x28]))],
    ['half of a surrogate pair', base64(new Uint8Array([0x61, 0x3a, 0xed, 0xa0, 0x80]))],
    ['a NUL that is spelt too long', base64(new Uint8Array([0x61, 0x3a, 0xc0, 0x80]))],
    ['a broken escape', base64('shop:100%')],
    ['an escape of what is no UTF-8', base64('shop:%ff')],
  ])('are refused: %s', (_, credentials) => {
    expect(readBasic(credentials)).toBeNull()
  })

  it('are read or refused, and never throw', () => {
    const read = (credentials: string) => readBasic(credentials) === null || typeof readBasic(credentials)?.id === 'string'
    holds(property(string({ unit: 'binary' }), read))
    holds(property(uint8Array(), (bytes) => read(base64(bytes))))
    holds(property(string(), (text) => read(base64(`${text}:%${text}`))))
  })
})
