import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { developmentSecrets } from './secrets.mjs'

let dataDir
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'tessera-secrets-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))

describe("a development system's secrets", () => {
  it('are 32 bytes each, all different, and for their owner alone', () => {
    const secrets = Object.values(developmentSecrets(dataDir))
    expect(secrets.map((secret) => Buffer.from(secret, 'base64url').length)).toEqual([32, 32, 32])
    expect(new Set(secrets).size).toBe(3)
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('are the same at the next start', () => {
    expect(developmentSecrets(dataDir)).toEqual(developmentSecrets(dataDir))
  })

  it('are not made anew where their file is damaged: a sentence names it, and nothing of what it says', () => {
    writeFileSync(join(dataDir, 'secrets.json'), '{ "TESSERA_SECRET": "kept')
    expect(() => developmentSecrets(dataDir)).toThrow(
      /^\S+secrets\.json cannot be read \(it is no JSON any more\): restore it from a backup/,
    )
    expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toBe('{ "TESSERA_SECRET": "kept')
  })

  it('are added to, not replaced, when one is missing', () => {
    writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify({ TESSERA_SECRET: 'kept' }))
    const { TESSERA_SECRET, CONSOLE_SECRET } = developmentSecrets(dataDir)
    expect(TESSERA_SECRET).toBe('kept')
    expect(developmentSecrets(dataDir).CONSOLE_SECRET).toBe(CONSOLE_SECRET)
  })
})
