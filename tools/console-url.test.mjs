import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findConsoleUrl, keepConsoleUrl } from './console-url.mjs'

let DATA_DIR
beforeEach(() => (DATA_DIR = mkdtempSync(join(tmpdir(), 'tessera-console-url-'))))
afterEach(() => rmSync(DATA_DIR, { recursive: true }))

it('is that of the last start, whose port nobody has told us', () => {
  keepConsoleUrl(DATA_DIR, 'http://localhost:5000')
  expect(findConsoleUrl({ DATA_DIR })).toBe('http://localhost:5000')
})

it('is what the settings say, whatever was started', () => {
  keepConsoleUrl(DATA_DIR, 'http://localhost:5000')
  expect(findConsoleUrl({ DATA_DIR, CONSOLE_URL: 'https://console.example.com' })).toBe('https://console.example.com')
})

it('is guessed where nothing was started', () => {
  expect(findConsoleUrl({ DATA_DIR })).toBe('http://localhost:3000')
  expect(findConsoleUrl({ DATA_DIR, CONSOLE_PORT: '5000' })).toBe('http://localhost:5000')
})
