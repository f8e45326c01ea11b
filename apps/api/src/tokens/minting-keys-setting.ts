import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import type { Instant } from '@tessera/core'

/** A key that refresh tokens are minted under. Every loaded key is accepted; the one that mints is chosen by time. */
export interface MintingKey {
  /** First two bytes of the key's SHA-256. */
  readonly fingerprint: number
  readonly secret: KeyObject
  /** -Infinity for a key that mints since ever. */
  readonly mintsFrom: Instant
}

export interface MintingKeySetting {
  /** Earliest first, at least one, and no two of one instant. */
  readonly keys: readonly MintingKey[]
  /** Key ids whose tokens are refused for good, as hex: their keys were withdrawn on purpose. */
  readonly retired: readonly string[]
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/**
 * Reads `MINTING_KEYS`: entries separated by commas, each `<key>` (mints since ever), `<RFC 3339 instant>=<key>` (mints from that
 * instant) or `retired=<key id>`. A key is base64url of at least 32 random bytes.
 *
 * @param now by this process's clock: at least one key must mint already
 * @param onFault told each thing that is wrong, in a sentence that never shows a key
 */
export function mintingKeysIn(text: string, now: Instant, onFault: (fault: string) => void): MintingKeySetting {
  const keys: MintingKey[] = []
  const retired: string[] = []
  let readable = true
  const unreadable = (fault: string) => {
    readable = false
    onFault(fault)
  }
  for (const [index, entry] of text.split(',').entries()) {
    const place = `entry ${index + 1}`
    const [, from, value = ''] = /^(?:([^=]*)=)?([^=]*)$/.exec(entry.trim()) ?? []
    if (from === 'retired') {
      if (/^[0-9a-f]{8}$/.test(value)) retired.push(value)
      else unreadable(`${place} must name a retired key by its id, 8 hexadecimal digits, such as retired=3f2a91c0.`)
    } else if (!/^[\w-]{43,}$/.test(value)) {
      unreadable(`${place} must be <key> or <RFC 3339 instant>=<key>, where the key is base64url of at least 32 random bytes.`)
    } else if (from !== undefined && !(instant.test(from) && Number.isFinite(Date.parse(from)))) {
      unreadable(`${place} must mint from an RFC 3339 instant, such as 2026-11-20T12:00:00Z=<key>.`)
    } else {
      keys.push(mintingKey(Buffer.from(value, 'base64url'), from === undefined ? -Infinity : Date.parse(from)))
    }
  }
  keys.sort((a, b) => (a.mintsFrom === b.mintsFrom ? 0 : a.mintsFrom - b.mintsFrom))
  for (const [index, key] of keys.entries()) {
    if (keys[index + 1]?.mintsFrom === key.mintsFrom) {
      onFault('has two keys that mint from the same time; say from which instant the newer one mints: <RFC 3339 instant>=<key>.')
    }
    if (keys.some((other, place) => place > index && other.fingerprint === key.fingerprint)) {
      onFault('has the same key twice (or, by a rare chance, two keys of one id): remove or replace one.')
    }
  }
  if (readable && !keys.some((key) => key.mintsFrom <= now)) onFault('has no key that mints already.')
  return { keys, retired }
}

function mintingKey(bytes: Buffer, mintsFrom: Instant): MintingKey {
  return { fingerprint: createHash('sha256').update(bytes).digest().readUInt16BE(0), secret: createSecretKey(bytes), mintsFrom }
}
