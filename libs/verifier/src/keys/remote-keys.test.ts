import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accessTokenVerifier } from '../access-token-verifier.js'
import { tokenIssuer } from '../testing/index.js'
import { KeysUnavailable } from './keys-unavailable.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const minute = 60_000
const day = 24 * 60 * minute

const far = { exp: noon / 1000 + 86_400 }
const first = await tokenIssuer({ kid: 'first', now: () => noon })
const second = await tokenIssuer({ kid: 'second', now: () => noon })
const [byFirst, bySecond, invented] = await Promise.all([first.sign(far), second.sign(far), first.sign(far, { kid: 'invented' })])

let now = noon
let platform: () => Promise<Response>
const asked = vi.fn<typeof fetch>(() => platform())
const publishing =
  (...issuers: (typeof first)[]) =>
  () =>
    Promise.resolve(Response.json({ keys: issuers.flatMap(({ keys }) => keys.keys) }))
const away = () => Promise.reject(new TypeError('fetch failed'))

beforeEach(() => {
  now = noon
  platform = publishing(first)
  asked.mockClear()
  vi.stubGlobal('fetch', asked)
})
afterEach(() => void vi.unstubAllGlobals())

function verifier(keysLastFor?: number, onFault?: (fault: Error) => void) {
  return accessTokenVerifier({
    ...{ issuer: first.issuer, audience: 'https://api.example.com', jwksUrl: 'https://auth.example.com/jwks.json', now: () => now },
    ...(keysLastFor !== undefined && { keysLastFor }),
    ...(onFault && { onFault }),
  })
}

describe('the platform’s keys', () => {
  it('are read once for all who wait', async () => {
    const verify = verifier()
    for (const verdict of await Promise.all([1, 2, 3].map(() => verify(byFirst)))) expect(verdict).toHaveProperty('claims')
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('are read again at most every ten seconds, however many unknown ones are invented', async () => {
    const verify = verifier()
    await verify(byFirst)
    for (; now < noon + minute; now += 100) expect(await verify(invented)).toEqual({ refusal: 'unknown_key' })
    expect(asked).toHaveBeenCalledTimes(1 + 5)
  })

  it('include one that took over, ten seconds later at most', async () => {
    const verify = verifier()
    await verify(byFirst)
    platform = publishing(first, second)
    now += 10_000
    expect(await verify(bySecond)).toHaveProperty('claims')
  })

  it('are read again after five minutes, behind the back of whoever asks', async () => {
    const verify = verifier()
    await verify(byFirst)
    let answer = (_: Response): void => undefined
    platform = () => new Promise((resolve) => (answer = resolve))
    now += 5 * minute
    expect(await verify(byFirst)).toHaveProperty('claims')
    expect(asked).toHaveBeenCalledTimes(2)
    answer(await publishing(second)())
    await vi.waitFor(async () => expect(await verify(bySecond)).toHaveProperty('claims'))
    expect(await verify(byFirst)).toEqual({ refusal: 'unknown_key' })
  })

  it('are waited for where nobody asked for ten minutes: one that was withdrawn lets nobody in who comes first', async () => {
    const verify = verifier(86_400)
    await verify(byFirst)
    platform = publishing(second)
    now += 10 * minute
    expect(await Promise.all([verify(byFirst), verify(byFirst)])).toEqual([{ refusal: 'unknown_key' }, { refusal: 'unknown_key' }])
  })

  it('are waited for once where the platform does not answer, and then go on as they are', async () => {
    const verify = verifier(86_400)
    await verify(byFirst)
    let giveUp = (): void => undefined
    platform = () => new Promise((_, reject) => (giveUp = () => reject(new TypeError('fetch failed'))))
    now += 60 * minute
    const waiting = verify(byFirst)
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2))
    giveUp()
    expect(await waiting).toHaveProperty('claims')
    now += minute
    expect(await verify(byFirst)).toHaveProperty('claims')
    expect(asked).toHaveBeenCalledTimes(3)
  })

  it('outlast a platform that is away, for ten minutes or as long as was said; then nothing is known', async () => {
    for (const [lasting, until] of [
      [undefined, 10 * minute],
      [86_400, day],
    ] as const) {
      now = noon
      platform = publishing(first)
      const verify = verifier(lasting)
      await verify(byFirst)
      platform = away
      now = noon + until - 1
      expect(await verify(byFirst)).toHaveProperty('claims')
      now = noon + until
      await expect(verify(byFirst)).rejects.toThrow(KeysUnavailable)
    }
  })

  it('that are unknown while the platform is away are a fault and no refusal', async () => {
    const verify = verifier()
    await verify(byFirst)
    platform = away
    now += 10_000
    await expect(verify(bySecond)).rejects.toThrow(KeysUnavailable)
    expect(await verify(byFirst)).toHaveProperty('claims')
  })

  it('are asked for less and less often while they cannot be had, and soon once they can', async () => {
    const verify = verifier()
    platform = away
    for (; now < noon + minute; now += 100) await expect(verify(byFirst)).rejects.toThrow(KeysUnavailable)
    expect(asked.mock.calls.length).toBeLessThanOrEqual(10)
    platform = publishing(first)
    now += 10_000
    expect(await verify(byFirst)).toHaveProperty('claims')
  })

  it.each([
    ['an error', () => Promise.resolve(new Response('', { status: 500 }))],
    ['no JSON', () => Promise.resolve(new Response('<html>'))],
    ['no keys', () => Promise.resolve(Response.json({ error: 'x' }))],
  ])('cannot be had from an answer with %s', async (_what, answer) => {
    platform = answer
    await expect(verifier()(byFirst)).rejects.toThrow(KeysUnavailable)
  })

  it('are read again when the clock was set back: nobody knows how old they are then', async () => {
    const verify = verifier()
    now += minute
    await verify(byFirst)
    platform = away
    now += 11_000
    await expect(verify(bySecond)).rejects.toBeInstanceOf(KeysUnavailable)
    platform = publishing(first, second)
    now = noon
    expect(await verify(bySecond)).toHaveProperty('claims')
  })

  it('are never taken from where a redirect leads', async () => {
    platform = () => Promise.resolve(new Response(null, { status: 301, headers: { location: 'https://elsewhere.example/jwks.json' } }))
    await expect(verifier()(byFirst)).rejects.toThrow(KeysUnavailable)
    expect(asked).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.objectContaining({ redirect: 'manual' }))
  })

  it.each([
    [
      'leads elsewhere',
      () => Promise.resolve(new Response(null, { status: 301 })),
      'answered 301: is the issuer the platform’s API_URL, and jwksUrl right?',
    ],
    [
      'has none',
      () => Promise.resolve(new Response('', { status: 404 })),
      'answered 404: is the issuer the platform’s API_URL, and jwksUrl right?',
    ],
    ['is in trouble', () => Promise.resolve(new Response('', { status: 502 })), 'answered 502.'],
    ['is away', away, 'could not be reached.'],
  ])(
    'that cannot be had because the address %s: each attempt says so once, whoever waits, and whatever the log does',
    async (_what, answer, why) => {
      platform = answer
      const onFault = vi.fn((_: Error) => {
        throw new Error('the log is full')
      })
      const verify = verifier(undefined, onFault)
      const fault = `The signing keys could not be read: https://auth.example.com/jwks.json ${why}`
      for (const verdict of await Promise.allSettled([verify(byFirst), verify(bySecond)]))
        expect(verdict).toMatchObject({ status: 'rejected', reason: { name: 'KeysUnavailable', message: fault } })
      await expect(verify(byFirst)).rejects.toThrow('just now')
      expect(onFault.mock.calls.map(([{ message }]) => message)).toEqual([fault])
    },
  )
})
