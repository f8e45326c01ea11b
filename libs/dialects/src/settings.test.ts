import { describe, expect, it } from 'vitest'
import type { Dialect } from './dialect.js'
import { dialectsWithoutRotation, formats, knownDialects } from './formats.js'
import { readDialects } from './settings.js'
import { legion } from './testing/legion.js'

const namesOf = (environment: Record<string, string>) => readDialects(environment).dialects?.map(({ name }) => name)

describe('which wire formats are on', () => {
  it('is all of them by default, also when a container tool wrote an empty setting', () => {
    expect(namesOf({})).toEqual(['talkstack', 'xerial', 'freddy', 'genlogs'])
    expect(namesOf({ DIALECTS: ' ', XERIAL_PREFIXES: '', TALKSTACK_UNKNOWN_USER: '' })).toEqual(knownDialects)
  })

  it('is the ones that are named, whatever the space around them', () => {
    expect(namesOf({ DIALECTS: 'genlogs, freddy' })).toEqual(['freddy', 'genlogs'])
    expect(namesOf({ DIALECTS: 'freddy,freddy' })).toEqual(['freddy'])
    expect(namesOf({ DIALECTS: 'none' })).toEqual([])
  })

  it.each(['fredy', 'none,freddy', 'Freddy', 'freddy,', 'constructor'])('refuses %s and lists the ones that there are', (DIALECTS) => {
    expect(readDialects({ DIALECTS }).faults).toEqual([
      {
        setting: 'DIALECTS',
        fault: expect.stringMatching(`^names ".*", which we do not know: .* ${knownDialects.join(', ')}; or none$`),
      },
    ])
  })

  it('tells every fault at once', () => {
    const faults = readDialects({ DIALECTS: 'a,b,talkstack,xerial', XERIAL_PREFIXES: 'x', TALKSTACK_UNKNOWN_USER: '403' }).faults
    expect(faults?.map(({ setting }) => setting)).toEqual(['DIALECTS', 'TALKSTACK_UNKNOWN_USER', 'XERIAL_PREFIXES'])
    expect(faults?.[0]?.fault).toContain('"a", "b"')
  })

  it('knows every format by the name that it calls itself', () => {
    expect(namesOf({ DIALECTS: knownDialects.join() })).toEqual(knownDialects)
  })

  it('knows whose clients need not rotate', () => {
    expect(dialectsWithoutRotation).toEqual(['freddy'])
  })
})

describe('the settings of a format', () => {
  const pathsOf = (XERIAL_PREFIXES: string) => readDialects({ DIALECTS: 'xerial', XERIAL_PREFIXES }).dialects?.[0]?.refresh.paths
  const faultsOf = (environment: Record<string, string>) => readDialects(environment).faults?.map(({ fault }) => fault)

  it('adds prefixes to Xerial’s', () => {
    expect(pathsOf('/api/v2, /x')).toEqual([
      '/auth/refresh-tokens',
      '/v1/auth/refresh-tokens',
      '/api/v2/auth/refresh-tokens',
      '/x/auth/refresh-tokens',
    ])
  })

  it.each(['api', '/api/', '/', '//api', '/:id', '/*', '/a b', '/a?b', '/..', '/a/./b', '/%41', 'https://example.com', '/a,'])(
    'refuses the prefix %s',
    (prefix) => {
      expect(faultsOf({ XERIAL_PREFIXES: prefix })).toEqual([
        expect.stringMatching(/^must be a comma-separated list of paths such as \/api\/v2/),
      ])
    },
  )

  it.each(['/v1', '/api,/api'])('refuses a prefix that is served already: %s', (prefixes) => {
    expect(faultsOf({ XERIAL_PREFIXES: prefixes })).toEqual([expect.stringMatching(/^names \/\w+, which is served already: leave it out$/)])
  })

  it('lets the operator ask for Talkstack’s 404', () => {
    const statusOf = (environment: Record<string, string>) => readDialects(environment).dialects?.[0]?.logIn?.errors.user_unknown.status
    expect(statusOf({})).toBe(401)
    expect(statusOf({ TALKSTACK_UNKNOWN_USER: '401' })).toBe(401)
    expect(statusOf({ TALKSTACK_UNKNOWN_USER: ' 404 ' })).toBe(404)
    expect(faultsOf({ TALKSTACK_UNKNOWN_USER: '200' })).toEqual(['must be 401 or 404'])
  })

  it('is not read for a format that is off', () => {
    expect(readDialects({ DIALECTS: 'freddy', XERIAL_PREFIXES: 'nonsense' }).faults).toBeUndefined()
  })
})

describe('two formats at one address', () => {
  it('are a fault that names both and the address', () => {
    const { faults } = readDialects({}, { legion: () => legion, other: () => ({ ...legion, name: 'other' }) })
    expect(faults).toEqual([
      { setting: 'DIALECTS', fault: 'names legion and other, which both are served at /legion/watch/relieve: leave one of them out' },
    ])
  })

  it('are found also where one of them logs in', () => {
    const squatter: Dialect = { ...legion, name: 'squatter', refresh: { ...legion.refresh, paths: ['/auth/login'] } }
    const { faults } = readDialects({}, { ...formats, squatter: () => squatter })
    expect(faults?.map(({ fault }) => fault)).toEqual([expect.stringContaining('talkstack and squatter')])
  })

  it('are none while one of them is off', () => {
    const known = { legion: () => legion, other: () => ({ ...legion, name: 'other' }) }
    expect(readDialects({ DIALECTS: 'other' }, known).dialects?.map(({ name }) => name)).toEqual(['other'])
  })
})
