import type { Device } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { deviceWords } from './device'

const words = (device: Partial<Device>) =>
  deviceWords({ id: null, name: null, browser: null, system: null, kind: 'other', user_agent: null, ...device })

describe('a device in words', () => {
  it('is its name and its software', () => {
    expect(words({ name: 'Ada’s phone', browser: 'Safari 26', system: 'iOS 26.1' })).toBe('Ada’s phone, Safari 26 on iOS 26.1')
    expect(words({ browser: 'Firefox 145', system: 'macOS 15.1' })).toBe('Firefox 145 on macOS 15.1')
    expect(words({ system: 'Android 16' })).toBe('Android 16')
  })

  it('is the user agent when nothing is known about it, and never empty', () => {
    expect(words({ user_agent: 'curl/8.14.1' })).toBe('curl/8.14.1')
    expect(words({})).toBe('Unknown device')
  })
})
