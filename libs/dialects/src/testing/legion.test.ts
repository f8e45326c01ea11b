import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { legion } from './legion.js'
import { asks, tokens } from './given.js'

describe('a fifth format', () => {
  it('takes under 60 lines', () => {
    const lines = readFileSync(new URL('./legion.ts', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeLessThan(60)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(140)
  })

  it('reads its own request and answers in its own words', () => {
    expect(legion.refresh.read(asks({ body: { watchword: 'r' } }))).toEqual({ said: { refreshToken: 'r' } })
    expect(legion.refresh.read(asks({})).answer).toEqual({ status: 400, body: { ok: false, why: 'There is no watchword.' } })
    expect(legion.refresh.answer(tokens()).body).toEqual({
      ok: true,
      pass: 'the-access-token',
      seconds: 900,
      watchword: 'the-refresh-token',
    })
  })
})
