import { createHmac, hkdfSync, type KeyObject } from 'node:crypto'
import type { Instant } from '@tessera/core'
import type { MintingKey, MintingKeySetting } from './minting-keys-setting.js'

export const keyIdLength = 4

/**
 * The loaded minting keys, and what can be said of the others (docs/decisions/0030-minting-key-ids.md).
 *
 * A key id is two bytes that name the key and two that prove, under the master secret, that the id was made in this environment.
 * So an id whose key is not loaded here is told from a stranger's without remembering ids anywhere.
 */
export class MintingKeys {
  private readonly keys: readonly (MintingKey & { readonly id: Buffer })[]
  private readonly byFingerprint: ReadonlyMap<number, MintingKey>
  private readonly retired: ReadonlySet<string>
  private readonly environmentSecret: Buffer

  constructor(setting: MintingKeySetting, masterSecret: KeyObject) {
    this.environmentSecret = Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera minting key ids v1', 32))
    this.keys = setting.keys.map((key) => ({ ...key, id: this.idOf(key.fingerprint) }))
    this.byFingerprint = new Map(setting.keys.map((key) => [key.fingerprint, key]))
    this.retired = new Set(setting.retired)
  }

  /** The key that was current at an instant: the one that began to mint last, by then. Before all of them, the earliest. */
  currentAt(instant: Instant): { readonly id: Buffer; readonly secret: KeyObject } {
    const key = this.keys.findLast(({ mintsFrom }) => mintsFrom <= instant) ?? this.keys[0]
    if (!key) throw new Error('There is no minting key.')
    return key
  }

  /** The secret of a key id; or why there is none. A `stranger` is of another environment, invented, or retired. */
  find(id: Buffer): KeyObject | 'stranger' | 'not_loaded' {
    if (this.retired.has(id.toString('hex'))) return 'stranger'
    const loaded = this.byFingerprint.get(id.readUInt16BE(0))
    if (loaded) return loaded.secret
    return this.idOf(id.readUInt16BE(0)).equals(id) ? 'not_loaded' : 'stranger'
  }

  /** The loaded keys' ids in hex, earliest first: what operators see, and write behind `retired=`. */
  get loadedIds(): readonly string[] {
    return this.keys.map(({ id }) => id.toString('hex'))
  }

  private idOf(fingerprint: number): Buffer {
    const id = Buffer.alloc(keyIdLength)
    id.writeUInt16BE(fingerprint, 0)
    createHmac('sha256', this.environmentSecret).update(id.subarray(0, 2)).digest().copy(id, 2, 0, 2)
    return id
  }
}
