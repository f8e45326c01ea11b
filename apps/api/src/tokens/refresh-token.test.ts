import { createHmac, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MintingKeys } from './minting-keys.js'
import { mintingKeysIn } from './minting-keys-setting.js'
import { RefreshTokens } from './refresh-token.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const hour = 3_600_000
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64url')
const masterSecret = createSecretKey(Buffer.alloc(32, 1))
const place = { sessionId: '0199d2f5-8a6b-7c3d-9e1f-0123456789ab', generation: 41, branch: 2 }

function loaded(setting: string, master = masterSecret): RefreshTokens {
  return new RefreshTokens(
    new MintingKeys(
      mintingKeysIn(setting, noon, (fault) => expect.fail(fault)),
      master,
    ),
  )
}

const tokens = loaded(key(1))

/** A token of a place, as somebody would make it who has the key; the number of `tessera_rt_` bytes before it does not matter. */
function bytesOf(token: string): Buffer {
  return Buffer.from(token.slice('tessera_rt_'.length), 'base64url')
}

function tokenOf(bytes: Buffer): string {
  return `tessera_rt_${bytes.toString('base64url')}`
}

describe('a refresh token', () => {
  it('names its place, and is the same whenever it is minted', () => {
    const token = tokens.mint(place, noon)
    expect(token).toMatch(/^tessera_rt_[\w-]{80}$/)
    expect(tokens.read(token)).toEqual(place)
    expect(tokens.mint(place, noon + hour)).toBe(token)
  })

  it('reaches to the ends of the database’s integers, and not beyond', () => {
    for (const number of [0, 1, 2 ** 31 - 1]) {
      const extreme = { ...place, generation: number, branch: number }
      expect(tokens.read(tokens.mint(extreme, noon))).toEqual(extreme)
    }
    for (const number of [-1, 2 ** 31, 0.5, NaN]) {
      expect(() => tokens.mint({ ...place, generation: number }, noon)).toThrow(RangeError)
      expect(() => tokens.mint({ ...place, branch: number }, noon)).toThrow(RangeError)
    }
    expect(() => tokens.mint({ ...place, sessionId: 'none' }, noon)).toThrow(RangeError)
  })

  it('is refused when any bit of any byte was changed', () => {
    const bytes = bytesOf(tokens.mint(place, noon))
    for (let byte = 0; byte < bytes.length; byte++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(changed.readUInt8(byte) ^ (1 << bit), byte)
        expect(tokens.read(tokenOf(changed))).toBe('not_minted_here')
      }
    }
  })

  it('has one spelling', () => {
    const token = tokens.mint(place, noon)
    const others = [
      ` ${token}`,
      `${token} `,
      `${token}=`,
      `${token}A`,
      token.slice(0, -1),
      token.slice('tessera_rt_'.length),
      token.toUpperCase(),
      `${token}\n`,
      token.replace(/.$/, '+'),
      token.replace(/.$/, '\u0000'),
      '',
    ]
    for (const other of others) expect(tokens.read(other)).toBe('not_minted_here')
  })

  it('of another environment was not minted here', () => {
    expect(loaded(key(2), createSecretKey(Buffer.alloc(32, 2))).read(tokens.mint(place, noon))).toBe('not_minted_here')
  })

  it('made with the right key for another purpose was not minted here', () => {
    const bytes = bytesOf(tokens.mint(place, noon))
    createHmac('sha256', Buffer.alloc(32, 1)).update(bytes.subarray(0, 28)).digest().copy(bytes, 28)
    expect(tokens.read(tokenOf(bytes))).toBe('not_minted_here')
  })
})

describe('minting keys in turn', () => {
  const before = loaded(key(1))
  const rolledOut = loaded(`${key(1)},${new Date(noon + hour).toISOString()}=${key(2)}`)

  it('answer a retry under the key that was current at the hand-out, after the next key became current', () => {
    expect(rolledOut.mint(place, noon)).toBe(before.mint(place, noon))
    expect(rolledOut.mint(place, noon + hour - 1)).toBe(before.mint(place, noon))
    expect(rolledOut.mint(place, noon + hour)).not.toBe(before.mint(place, noon))
  })

  it('are all accepted, also the one that mints only later', () => {
    expect(rolledOut.read(before.mint(place, noon))).toEqual(place)
    expect(rolledOut.read(rolledOut.mint(place, noon + 2 * hour))).toEqual(place)
  })

  it('that were made here but are not loaded are our trouble, not the client’s', () => {
    expect(before.read(rolledOut.mint(place, noon + hour))).toBe('key_not_loaded')
  })

  it('that were retired on purpose make no token good', () => {
    const [, id] = new MintingKeys(
      mintingKeysIn(`${key(1)},${new Date(noon + hour).toISOString()}=${key(2)}`, noon, (fault) => expect.fail(fault)),
      masterSecret,
    ).loadedIds
    expect(loaded(`${key(1)},retired=${id}`).read(rolledOut.mint(place, noon + hour))).toBe('not_minted_here')
  })

  it('answer under the earliest key what was handed out before all of them', () => {
    const later = loaded(`2026-11-20T00:00:00Z=${key(1)}`)
    expect(later.read(later.mint(place, 0))).toEqual(place)
  })
})
