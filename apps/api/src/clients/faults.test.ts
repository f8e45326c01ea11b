import { UpdateClient } from '@tessera/contract'
import { defaultPolicy, policyBounds } from '@tessera/core'
import { dialectsWithoutRotation, knownDialects } from '@tessera/dialects'
import { describe, expect, it } from 'vitest'
import { fieldOf } from './client-fields.js'
import { faultsOfClient, type WantedClient } from './faults.js'

const client: WantedClient = {
  ...{ id: 'shop', confidential: true, disabled: false },
  ...{ name: 'Shop', scope: 'account', grants: ['refresh_token'], audience: null, dialects: [] },
  ...{ accessTokenLifetime: null, idleTimeout: null, absoluteLifetime: null, retryWindow: null, reusePolicy: null },
  ...{ sessionsPerUser: null, dpopRequired: false },
}
const faultsOf = (changes: Partial<WantedClient>, platform = {}) =>
  faultsOfClient({ ...client, ...changes }, { ...defaultPolicy, ...platform })
const fieldsOf = (...given: Parameters<typeof faultsOf>) => faultsOf(...given).map(({ field }) => field)

describe('a client', () => {
  it('with nothing of its own is as good as the platform', () => {
    expect(faultsOf({})).toEqual([])
    expect(faultsOf({ confidential: false })).toEqual([])
  })

  it('has lifetimes that fit together, its own or the platform’s', () => {
    expect(faultsOf({ retryWindow: 60, accessTokenLifetime: 120 })).toEqual([])
    expect(faultsOf({ retryWindow: 60, accessTokenLifetime: 119 })).toEqual([
      { field: 'body.access_token_lifetime', fault: 'must be at least twice the retry window (120 s)' },
    ])
    expect(fieldsOf({ accessTokenLifetime: 30 }, { retryWindow: 20 })).toEqual(['body.access_token_lifetime'])
    expect(fieldsOf({ retryWindow: 20 }, { accessTokenLifetime: 30 })).toEqual(['body.access_token_lifetime'])
  })

  it('gets tokens of its own only when it can prove who it is', () => {
    const grants = ['refresh_token', 'client_credentials'] as const
    expect(fieldsOf({ grants })).toEqual([])
    expect(fieldsOf({ grants, confidential: false })).toEqual(['body.grants'])
  })

  it('speaks wire formats that there are', () => {
    expect(faultsOf({ dialects: knownDialects })).toEqual([])
    const [fault] = faultsOf({ dialects: ['genlogs', 'gen"logs', 'toString'] })
    expect(fault?.field).toBe('body.dialects')
    expect(fault?.fault).toContain('"gen\\"logs", "toString"')
    for (const name of knownDialects) expect(fault?.fault).toContain(name)
  })

  it('is not strict where its users may present one token again and again', () => {
    expect(dialectsWithoutRotation.length).toBeGreaterThan(0)
    for (const dialects of [...dialectsWithoutRotation.map((name) => [name]), knownDialects, null]) {
      expect(fieldsOf({ dialects, reusePolicy: 'strict' })).toEqual(['body.reuse_policy'])
      expect(fieldsOf({ dialects }, { reusePolicy: 'strict' })).toEqual(['body.reuse_policy'])
      expect(fieldsOf({ dialects, reusePolicy: 'until_used' }, { reusePolicy: 'strict' })).toEqual([])
    }
    const others = knownDialects.filter((name) => !dialectsWithoutRotation.includes(name))
    expect(fieldsOf({ dialects: others, reusePolicy: 'strict' })).toEqual([])
  })
})

describe('the console’s own client', () => {
  const id = 'tessera-console'

  it.each<[string, Partial<WantedClient>]>([
    ['body.disabled', { disabled: true }],
    ['body.grants', { grants: ['client_credentials'], confidential: true }],
    ['body.audience', { audience: 'https://elsewhere.example' }],
    ['body.dpop_required', { dpopRequired: true }],
    ['body.scope', { scope: 'accounts orders:read' }],
    ['body.access_token_lifetime', { accessTokenLifetime: 899 }],
    ['body.idle_timeout', { idleTimeout: 899 }],
    ['body.absolute_lifetime', { absoluteLifetime: 899 }],
  ])('keeps what administrators log in with: %s', (field, changes) => {
    expect(fieldsOf({ id, ...changes })).toEqual([field])
    expect(fieldsOf(changes)).toEqual([])
  })

  it('may have lifetimes of its own', () => {
    expect(faultsOf({ id, idleTimeout: 900, absoluteLifetime: 3600, name: 'Console' })).toEqual([])
  })
})

it.each(Object.entries(policyBounds))('the contract has the core’s bounds for %s', (field, { min, max }) => {
  const name = fieldOf[field as keyof typeof policyBounds]
  for (const given of [min, max]) expect(UpdateClient.safeParse({ [name]: given }).success, String(given)).toBe(true)
  for (const given of [min - 1, max + 1]) expect(UpdateClient.safeParse({ [name]: given }).success, String(given)).toBe(false)
})
