import { describe, expect, it } from 'vitest'
import { isOwnOrigin } from './origin'

describe('a write', () => {
  it('is ours when it comes from the console’s own origin', () => {
    expect(isOwnOrigin('https://console.example', 'https://console.example')).toBe(true)
  })

  it.each([
    null,
    'null',
    '',
    'https://evil.example',
    'http://console.example',
    'https://console.example:8443',
    'https://console.example.evil.example',
  ])('is not ours when it comes from %j', (origin) => {
    expect(isOwnOrigin(origin, 'https://console.example')).toBe(false)
  })
})
