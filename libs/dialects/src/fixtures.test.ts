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
  'oauth2/fixtures/answer.http.txt': 'bb13db3fc320a06c',
  'oauth2/fixtures/client-credentials-answer.http.txt': '0c5ad223ec4642c7',
  'oauth2/fixtures/client-credentials-request.http.txt': '835fa0bc601b0676',
  'oauth2/fixtures/dpop-answer.http.txt': '6fc87a5e0a681eb0',
  'oauth2/fixtures/dpop-request.http.txt': '640c7b4ea8b2eaaa',
  'oauth2/fixtures/error.http.txt': '6c0f55a1a1acc597',
  'oauth2/fixtures/introspection-answer.http.txt': '13dcddb9cb70faef',
  'oauth2/fixtures/introspection-inactive.http.txt': '2c05a3ce7d5b9da3',
  'oauth2/fixtures/introspection-request-basic.http.txt': '2228074b31ef59dd',
  'oauth2/fixtures/introspection-request-bearer.http.txt': '8858db8f4911d772',
  'oauth2/fixtures/metadata.http.txt': 'dc035e0ac02b0186',
  'oauth2/fixtures/refresh-request.http.txt': '4cbeae1ae5a704a5',
  'oauth2/fixtures/revocation-request.http.txt': '5fad5c1b52d13e4f',
  'oauth2/fixtures/secret-in-body-request.http.txt': '49131cb20726f5de',
  'talkstack/fixtures/answer-in-prose.json': '142744016c58b2d6',
  'talkstack/fixtures/answer.json': '9bdd5b45c9916ca6',
  'talkstack/fixtures/request.json': '74c2c71e067931fb',
  'xerial/fixtures/400.json': '0687eea84e8ee347',
  'xerial/fixtures/401.json': '6509b89f47210b14',
  'xerial/fixtures/500.json': '9290921dab1d3b8e',
  'xerial/fixtures/answer.json': 'dc5bda23dbc7c6e8',
} as const

const here = (path: string) => new URL(path, import.meta.url)
const folders = [...Object.keys(formats), 'oauth2'].filter((name) => existsSync(here(`./${name}/fixtures`)))
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
