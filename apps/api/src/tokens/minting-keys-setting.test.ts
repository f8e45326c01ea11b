import { describe, expect, it } from 'vitest'
import { mintingKeysIn } from './minting-keys-setting.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const key = (byte: number, length = 32) => Buffer.alloc(length, byte).toString('base64url')

function faultsOf(text: string): string[] {
  const faults: string[] = []
  mintingKeysIn(text, noon, (fault) => faults.push(fault))
  return faults
}

describe('MINTING_KEYS', () => {
  it('holds keys, each minting from its instant; one without an instant mints since ever', () => {
    const { keys } = mintingKeysIn(`2026-11-21T00:00:00Z=${key(2)}, ${key(1)},2026-11-20T10:00:00+02:00=${key(3, 64)}`, noon, (fault) => {
      throw new Error(fault)
    })
    expect(keys.map(({ mintsFrom, secret }) => [mintsFrom, secret.symmetricKeySize])).toEqual([
      [-Infinity, 32],
      [Date.parse('2026-11-20T08:00:00Z'), 64],
      [Date.parse('2026-11-21T00:00:00Z'), 32],
    ])
  })

  it('names retired keys by their ids', () => {
    expect(mintingKeysIn(`${key(1)},retired=3f2a91c0`, noon, (fault) => expect.fail(fault)).retired).toEqual(['3f2a91c0'])
  })

  it.each([
    ['a key that is too short', Buffer.alloc(31).toString('base64url')],
    ['a key in another alphabet', `${'+'.repeat(43)}`],
    ['an instant that is none', `yesterday=${key(1)}`],
    ['an instant without an offset', `2026-11-20T12:00:00=${key(1)}`],
    ['an instant that no calendar has', `2026-13-40T12:00:00Z=${key(1)}`],
    ['an empty entry', `${key(1)},`],
    ['two keys that mint since ever', `${key(1)},${key(2)}`],
    ['one key twice', `${key(1)},2026-11-20T00:00:00Z=${key(1)}`],
    ['keys of the future only', `2026-11-21T00:00:00Z=${key(1)}`],
    ['a retired id that is none', `${key(1)},retired=${key(2)}`],
  ])('refuses %s', (_what, text) => {
    expect(faultsOf(text)).toHaveLength(1)
  })

  it('never shows a key in a fault', () => {
    for (const fault of faultsOf(`soon=${key(7)},${key(8).slice(5)}`)) expect(fault).not.toContain(key(7).slice(0, 8))
  })
})
