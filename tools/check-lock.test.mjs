import { describe, expect, it } from 'vitest'
import { missingFromLock } from './check-lock.mjs'

const addon = { optionalDependencies: { '@addon/linux': '1.0.0', '@addon/darwin': '1.0.0' } }

describe('the lock file', () => {
  it('is complete when every optional dependency has an entry, beside its owner or further up', () => {
    expect(
      missingFromLock({
        'apps/api': addon,
        'node_modules/a/node_modules/addon': addon,
        'node_modules/@addon/linux': {},
        'node_modules/a/node_modules/@addon/darwin': {},
        'apps/api/node_modules/@addon/darwin': {},
      }),
    ).toEqual([])
  })

  it('is incomplete without the packages of another platform', () => {
    expect(missingFromLock({ 'node_modules/addon': addon, 'node_modules/@addon/linux': {} })).toEqual([
      '@addon/darwin, an optional dependency of node_modules/addon',
    ])
  })

  it("does not count another package's own copy", () => {
    expect(
      missingFromLock({ 'node_modules/addon': addon, 'node_modules/@addon/linux': {}, 'node_modules/b/node_modules/@addon/darwin': {} }),
    ).toHaveLength(1)
  })
})
