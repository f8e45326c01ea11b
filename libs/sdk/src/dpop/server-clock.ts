import { bytesOf } from '../base64url.js'
import type { Tokens } from '../tokens.js'

/**
 * How many milliseconds the server's clock was ahead of ours when the tokens came: what it says when it made the access token (`iat`), less
 * when we received it. A server without nonces judges a proof by when it says it was made, and people's clocks are wrong by hours.
 * Zero where the access token is no JWT.
 */
export function aheadBy({ access_token, received_at }: Tokens): number {
  const claims = bytesOf(access_token.split('.')[1] ?? '')
  if (claims === null) return 0
  try {
    const { iat } = JSON.parse(new TextDecoder().decode(claims)) as { iat?: unknown }
    return typeof iat === 'number' ? iat * 1000 - received_at : 0
  } catch {
    return 0
  }
}
