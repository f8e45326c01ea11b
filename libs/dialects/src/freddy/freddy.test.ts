import { readFileSync } from 'node:fs'
import { type Refusal, refusals } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import type { WireAnswer } from '../dialect.js'
import { asks, tokens } from '../testing/given.js'
import { shapeOf } from '../testing/shape.js'
import printed from './fixtures/answer.json' with { type: 'json' }
import expired from './fixtures/expired.json' with { type: 'json' }
import invalid from './fixtures/invalid.json' with { type: 'json' }
import { freddy } from './routes.js'

const { refresh } = freddy
const sample = (name: string) => readFileSync(new URL(`./fixtures/sample.${name}.txt`, import.meta.url), 'utf8')
const answerTo = (body: unknown) => refresh.read(asks({ body })).answer

describe('a refresh in the Freddy format', () => {
  it('reads what the curl sample sends', () => {
    const [, body = ''] = /-d '(.*)'/.exec(sample('sh')) ?? []
    expect(refresh.read(asks({ body: JSON.parse(body) }))).toEqual({ said: { refreshToken: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...' } })
    expect(refresh.paths.some((path) => sample('sh').includes(`https://api.freddy.aitronos.com${path} `))).toBe(true)
  })

  it('minds no other field, and reads an empty token as the invalid one that it is', () => {
    expect(refresh.read(asks({ body: { refresh_token: 'r', device_id: 1 } }))).toEqual({ said: { refreshToken: 'r' } })
    expect(refresh.read(asks({ body: { refresh_token: '' } }))).toEqual({ said: { refreshToken: '' } })
  })

  it('answers 422 with the field that is missing', () => {
    expect(answerTo({ refreshToken: 'r' })).toEqual({
      status: 422,
      body: { detail: [{ loc: ['body', 'refresh_token'], msg: 'Field required', type: 'missing' }] },
    })
  })

  it.each([1, null, true, ['r'], {}])('answers 422 as pydantic does for a token that is no text: %j', (refresh_token) => {
    expect(answerTo({ refresh_token })).toEqual({
      status: 422,
      body: { detail: [{ loc: ['body', 'refresh_token'], msg: 'Input should be a valid string', type: 'string_type' }] },
    })
  })

  it.each([undefined, null])('answers 422 for no body at all: %j', (body) => {
    expect(answerTo(body)).toEqual({ status: 422, body: { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] } })
  })

  it.each([['text'], [1], [['refresh_token']]])('answers 422 for a body that is no object: %j', (body) => {
    const msg = 'Input should be a valid dictionary or object to extract fields from'
    expect(answerTo(body)).toEqual({ status: 422, body: { detail: [{ loc: ['body'], msg, type: 'model_attributes_type' }] } })
  })

  it('answers with the union of every body that the document describes', () => {
    const { status, body } = refresh.answer(tokens({ deviceId: 'device-123' }))
    expect(status).toBe(200)
    expect(shapeOf(body)).toMatchObject(Object(shapeOf(printed)))
    expect(body).toEqual({
      token: 'the-access-token',
      access_token: 'the-access-token',
      refresh_token: 'the-refresh-token',
      token_type: 'bearer',
      expires_in: 900,
      device_id: 'device-123',
      user: { id: '0199aaaa-0000-7000-8000-000000000002', email: 'ada@example.com' },
    })
  })

  it('names the session where the client named no device: the field is always a string', () => {
    expect(refresh.answer(tokens({ deviceId: null })).body['device_id']).toBe('0199aaaa-0000-7000-8000-000000000001')
  })

  it('says that a token has expired when its time is over, and that it is invalid in every other case', () => {
    const over: readonly Refusal[] = ['session_idle', 'session_outlived']
    for (const refusal of refusals) {
      expect(refresh.errors[refusal]).toEqual({ status: 401, body: over.includes(refusal) ? expired : invalid })
    }
  })

  it('says that its clients need not rotate', () => {
    expect(freddy.clientsNeedNotRotate).toBe(true)
  })
})

describe('the JavaScript sample, unmodified', () => {
  it('stores the access token and the successor, and sends the successor next', async () => {
    const browser = new Browser({ refreshToken: 'first' })
    await browser.run(({ refreshToken }) => refresh.answer(tokens({ accessToken: `access after ${refreshToken}`, refreshToken: 'second' })))
    expect(browser.stored).toEqual({ refreshToken: 'second', accessToken: 'access after first' })
    await browser.run(({ refreshToken }) => refresh.answer(tokens({ accessToken: `access after ${refreshToken}` })))
    expect(browser.stored['accessToken']).toBe('access after second')
    expect(browser.wentTo).toBeUndefined()
  })

  it.each(refusals)('sends its user to the login when %s', async (refusal) => {
    const browser = new Browser({ refreshToken: 'first' })
    await browser.run(() => refresh.errors[refusal])
    expect(browser.wentTo).toBe('/login')
    expect(browser.stored).toEqual({ refreshToken: 'first' })
  })
})

/** As much of a browser as the sample asks for. */
class Browser {
  wentTo: string | undefined
  constructor(readonly stored: Record<string, string>) {}

  async run(answerTo: (said: { refreshToken: string }) => WireAnswer): Promise<void> {
    const fetch = (_url: string, { body }: { body: string }) => {
      const { said, answer } = refresh.read(asks({ body: JSON.parse(body) }))
      return { json: () => (said ? answerTo(said) : answer).body }
    }
    const localStorage = {
      getItem: (name: string) => this.stored[name],
      setItem: (name: string, value: string) => (this.stored[name] = value),
    }
    const window = { location: {} as { href?: string } }
    const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => (...values: unknown[]) => Promise<void>
    const run = new AsyncFunction('fetch', 'localStorage', 'window', 'console', sample('js'))
    await run(fetch, localStorage, window, { log: () => {}, error: () => {} })
    this.wentTo = window.location.href
  }
}
