import { CannotStart } from '../cannot-start.js'
import { within } from '../clock/within.js'
import type { ClaimSource, Json, TokenSubject } from './claim-source.js'

/** Bytes of JSON. A token travels in a header with every request, and most servers take 8 KiB of headers. */
const longest = 2_048

/** What a token of ours says already, or may say, and what introspection says of it. */
const taken: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'client_id', 'scope', 'cnf', 'act', 'may_act', 'auth_time', 'acr', 'amr', 'nonce'],
  ...['sid', 'roles', 'company_id', 'session_started_at', 'active', 'token_use', 'token_type', 'username'],
])

/** What the token says beside our claims cannot be found out now: trouble of ours, of which the client's tokens know nothing. */
export class ClaimsUnavailable extends Error {
  override readonly name = 'ClaimsUnavailable'
}

/** What the sources that a team has added say about access tokens. Without any it costs nothing. */
export class CustomClaims {
  /**
   * @param patience milliseconds that all sources together are waited for: a fraction of what a whole answer may take
   * @throws CannotStart when a name is taken, by us or by two sources
   */
  constructor(
    private readonly sources: readonly ClaimSource[],
    private readonly patience = 1_000,
  ) {
    const names = sources.flatMap((source) => source.names)
    const twice = names.filter((name, i) => taken.has(name) || names.indexOf(name) !== i)
    if (twice.length > 0) throw new CannotStart(`A custom claim needs a name of its own: ${twice.join(', ')} is taken.`)
  }

  /**
   * @throws ClaimsUnavailable when a source fails, or takes longer than a second
   * @throws Error when a source adds what it did not name, or too much: a fault of its code
   */
  async of(about: TokenSubject): Promise<Readonly<Record<string, Json>>> {
    if (this.sources.length === 0) return {}
    const claims = Object.assign({}, ...(await this.asked(about))) as Record<string, Json>
    const length = Buffer.byteLength(JSON.stringify(claims))
    if (length > longest) throw new Error(`Custom claims have ${length} bytes: more than ${longest} do not fit a request's headers.`)
    return claims
  }

  private async asked(about: TokenSubject): Promise<readonly Readonly<Record<string, Json>>[]> {
    const asked = await within(this.patience, (signal) =>
      Promise.all(this.sources.map(async (source) => ({ source, claims: await source.claimsOf(about, signal) }))),
    ).catch((cause: unknown) => {
      throw new ClaimsUnavailable('What an access token says beside our own claims could not be found out.', { cause })
    })
    for (const { source, claims } of asked) {
      const stray = Object.keys(claims).filter((name) => !source.names.includes(name))
      if (stray.length > 0) throw new Error(`A source of custom claims added ${stray.join(', ')}, which it did not name.`)
    }
    return asked.map(({ claims }) => claims)
  }
}
