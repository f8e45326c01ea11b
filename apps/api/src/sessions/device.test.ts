import { commonBrowsers, commonSystems } from '@tessera/contract'
import { expect, it } from 'vitest'
import { deviceOf, namesOf } from './device.js'

const of = (userAgent: string | null) => deviceOf({ deviceId: null, deviceName: null, userAgent })

it('reads browser, system and kind out of a user agent', () => {
  expect(
    of(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    ),
  ).toMatchObject({
    browser: 'Safari 18',
    system: 'iOS 18.5',
    kind: 'mobile',
  })
})

it.each([
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15', 'macOS'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Windows'],
  ['Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0', 'Windows 7'],
])('names no version that browsers have frozen: %s', (userAgent, system) => {
  expect(of(userAgent)).toMatchObject({ system, kind: 'desktop' })
})

it('makes nothing of what it does not know', () => {
  expect(of('curl/8.5.0')).toMatchObject({ browser: null, kind: 'other', user_agent: 'curl/8.5.0' })
  expect(of(null)).toMatchObject({ browser: null, system: null, kind: 'other', user_agent: null })
})

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox', 'Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari',
    'iOS',
  ],
  [`${'x'.repeat(65)}/1.0 (Windows NT 10.0)`, null, 'Windows'],
  ['', null, null],
  [null, null, null],
])('names browser and system without their versions, for those who filter by them: %s', (userAgent, browser, system) => {
  expect(namesOf(userAgent)).toEqual({ browser, system })
})

it('names browsers and systems as the console offers them', () => {
  const chrome = (system: string) => `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0`
  const safari = (system: string) => `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1`
  const named = [
    `${chrome('X11; CrOS x86_64 14541.0.0')} Safari/537.36`,
    `${chrome('Windows NT 10.0; Win64; x64')} Safari/537.36 Edg/131.0.0.0`,
    `${chrome('Linux; Android 10; K').replace('Chrome', 'SamsungBrowser/27.0 Chrome')} Mobile Safari/537.36`,
    `${chrome('Macintosh; Intel Mac OS X 10_15_7')} Safari/537.36 OPR/116.0.0.0`,
    `${safari('iPad; CPU OS 18_1 like Mac OS X')} Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  ].map(namesOf)
  expect(new Set(named.map(({ browser }) => browser))).toEqual(new Set(commonBrowsers))
  expect(new Set(named.map(({ system }) => system))).toEqual(new Set(commonSystems))
})
