import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSettings } from './settings'

const root = new URL('../../../', import.meta.url)
const whole = {
  API_URL: 'http://localhost:3333/',
  CONSOLE_URL: 'https://console.example/somewhere',
  CONSOLE_SECRET: Buffer.alloc(32, 1).toString('base64url'),
}

describe('the settings', () => {
  it('are read from the environment', () => {
    expect(parseSettings(whole)).toEqual({
      apiUrl: 'http://localhost:3333',
      consoleOrigin: 'https://console.example',
      overTls: true,
      secret: new Uint8Array(32).fill(1),
    })
  })

  it.each(['API_URL', 'CONSOLE_URL', 'CONSOLE_SECRET'])('stop the console with a sentence that names %s when it is missing', (name) => {
    expect(() => parseSettings({ ...whole, [name]: undefined })).toThrow(new RegExp(`^${name} is not set: .+\\.$`))
    expect(() => parseSettings({ ...whole, [name]: '' })).toThrow(new RegExp(`^${name} is not set`))
  })

  it('refuse an address that is none, and a secret of another length', () => {
    expect(() => parseSettings({ ...whole, API_URL: 'localhost:3333' })).toThrow(/^API_URL must be an http or https address/)
    expect(() => parseSettings({ ...whole, CONSOLE_SECRET: 'c2hvcnQ' })).toThrow(
      'CONSOLE_SECRET must be 32 bytes in base64url; this one has 5.',
    )
  })

  it('are each in the README, and handed to the console by npm start, which tells it nothing else', async () => {
    const asked = new Map<string, string>()
    parseSettings(new Proxy(whole, { get: (_, name: keyof typeof whole) => (asked.set(name, ''), whole[name]) }))
    const firstCells = [...readFileSync(new URL('README.md', root), 'utf8').matchAll(/^\| (`[A-Z_]+`[^|]*)\|/gm)]
      .map(([, cell]) => cell)
      .join()
    expect([...asked.keys()].filter((name) => !firstCells.includes(`\`${name}\``))).toEqual([])
    // Found when it runs: the console depends on no tool.
    const tool = (await import(new URL('tools/environments.mjs', root).href)) as {
      environmentOfConsole: (environment: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
    }
    expect(tool.environmentOfConsole(Object.fromEntries(asked))).toEqual(Object.fromEntries(asked))
  })
})
