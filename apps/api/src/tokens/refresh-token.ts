import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Instant, PresentedRefreshToken } from '@tessera/core'
import { keyIdLength, type MintingKeys } from './minting-keys.js'

/** Secret scanners look for it. */
export const refreshTokenPrefix = 'tessera_rt_'

const claimsLength = keyIdLength + 16 + 4 + 4
const macLength = 32
/** 60 bytes are 80 characters without a remainder: each token has one spelling only. */
const pattern = new RegExp(`^${refreshTokenPrefix}[A-Za-z0-9_-]{${((claimsLength + macLength) * 4) / 3}}$`)
/** Keeps these MACs apart from whatever else a minting key may ever be used for. */
const context = Buffer.from('tessera refresh token v1')

/** Why a string is no refresh token of ours; `key_not_loaded` is our trouble, and must not be answered with a 4xx. */
export type UnreadRefreshToken = 'not_minted_here' | 'key_not_loaded'

/**
 * Refresh tokens: `session id, generation, branch` under a key id and an HMAC-SHA-256, in base64url. Nothing of them is
 * stored: the same place minted again under the same key is the same token.
 */
export class RefreshTokens {
  constructor(private readonly keys: MintingKeys) {}

  /**
   * The token of a place in a session's line.
   *
   * @param issuedAt when the successor was first handed out: a retry is answered under the key that was current then, so with the
   *   very same token
   * @throws RangeError when the session's id is no UUID, or a number does not fit the database's integer
   */
  mint(place: PresentedRefreshToken, issuedAt: Instant): string {
    const { id, secret } = this.keys.currentAt(issuedAt)
    const token = Buffer.alloc(claimsLength + macLength)
    id.copy(token)
    if (token.write(place.sessionId.replaceAll('-', ''), keyIdLength, 'hex') !== 16) throw new RangeError('A session id must be a UUID.')
    token.writeInt32BE(counted(place.generation), keyIdLength + 16)
    token.writeInt32BE(counted(place.branch), keyIdLength + 20)
    macOf(secret, token).copy(token, claimsLength)
    return refreshTokenPrefix + token.toString('base64url')
  }

  /** The place that a token of ours names. Compares MACs in constant time. */
  read(token: string): PresentedRefreshToken | UnreadRefreshToken {
    if (!pattern.test(token)) return 'not_minted_here'
    const bytes = Buffer.from(token.slice(refreshTokenPrefix.length), 'base64url')
    const secret = this.keys.find(bytes.subarray(0, keyIdLength))
    if (secret === 'stranger') return 'not_minted_here'
    if (secret === 'not_loaded') return 'key_not_loaded'
    if (!timingSafeEqual(bytes.subarray(claimsLength), macOf(secret, bytes))) return 'not_minted_here'
    return {
      sessionId: uuidOf(bytes.subarray(keyIdLength, keyIdLength + 16)),
      generation: bytes.readInt32BE(keyIdLength + 16),
      branch: bytes.readInt32BE(keyIdLength + 20),
    }
  }
}

function counted(number: number): number {
  if (!Number.isInteger(number) || number < 0) throw new RangeError('A generation and a branch are counted from 0.')
  return number
}

function macOf(secret: KeyObject, token: Buffer): Buffer {
  return createHmac('sha256', secret).update(context).update(token.subarray(0, claimsLength)).digest()
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
