import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formats } from './formats.js'

/** The beginning of each fixture's SHA-256. A new fixture gets its line here on the day that it is copied, and never again. */
const printed = {
  'freddy/fixtures/answer.json': '340767b7ca9e5949',
  'freddy/fixtures/expired.json': 'fb0109e79344dc48',
  'freddy/fixtures/invalid.json': '7f815783a2efb724',
  'freddy/fixtures/sample.js.txt': 'd145822971de5ece',
  'freddy/fixtures/sample.py.txt': '4553dc356c8e6811',
  'freddy/fixtures/sample.sh.txt': '39e696762a374563',
  'genlogs/fixtures/422.json': '1a8e28416e36f87d',
  'genlogs/fixtures/genlogs.openapi.json': 'cc51486b93f9aae6',
  'genlogs/fixtures/sample.sh.txt': '5d1c95831dbb3678',
  'talkstack/fixtures/answer-in-prose.json': '142744016c58b2d6',
  'talkstack/fixtures/answer.json': '9bdd5b45c9916ca6',
  'talkstack/fixtures/request.json': '74c2c71e067931fb',
  'xerial/fixtures/400.json': '0687eea84e8ee347',
  'xerial/fixtures/401.json': '6509b89f47210b14',
  'xerial/fixtures/500.json': '9290921dab1d3b8e',
  'xerial/fixtures/answer.json': 'dc5bda23dbc7c6e8',
} as const

const here = (path: string) => new URL(path, import.meta.url)
const folders = Object.keys(formats).filter((name) => existsSync(here(`./${name}/fixtures`)))
const found = folders.flatMap((name) => readdirSync(here(`./${name}/fixtures`)).map((file) => `${name}/fixtures/${file}`))

describe('the fixtures', () => {
  it('are all accounted for', () => {
    expect(found.sort()).toEqual(Object.keys(printed))
  })

  it.each(Object.entries(printed))('are what the documents print, never edited to fit: %s', (path, digest) => {
    const text = readFileSync(here(`./${path}`), 'utf8').replaceAll('\r\n', '\n')
    expect(createHash('sha256').update(text).digest('hex').slice(0, 16)).toBe(digest)
  })
})
