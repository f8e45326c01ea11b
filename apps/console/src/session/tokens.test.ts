import { describe, expect, it } from 'vitest'
import { isDue, tokensOf, wasInsistedOn } from './tokens'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const lasting = (expires_in: number, insisted = false) =>
  tokensOf(
    {
      access_token: 'a',
      token_type: 'Bearer',
      expires_in,
      refresh_token: 'r',
      refresh_token_expires_in: 3_600,
      scope: '',
      session_id: '0197b2c4-1000-7abc-8def-0123456789ab',
    },
    noon,
    insisted,
  )

describe('an access token', () => {
  it('is replaced in its last minute', () => {
    expect(isDue(lasting(900), noon + 839_999)).toBe(false)
    expect(isDue(lasting(900), noon + 840_000)).toBe(true)
  })

  it('is replaced in the last fifth of a short life, so that no request refreshes twice', () => {
    expect(isDue(lasting(20), noon + 15_999)).toBe(false)
    expect(isDue(lasting(20), noon + 16_000)).toBe(true)
  })

  it('is asked for again only once when the API refuses a fresh one', () => {
    expect(wasInsistedOn(lasting(900, true), noon + 1_000)).toBe(true)
    expect(wasInsistedOn(lasting(900, true), noon + 60_000)).toBe(false)
    expect(wasInsistedOn(lasting(900), noon + 1_000)).toBe(false)
  })
})
