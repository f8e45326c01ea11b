/** One revocation of the feed, as far as it matters to an access token. Times are milliseconds since 1970, by the platform's clock. */
export interface Revocation {
  readonly scope: Scope
  /** The id of the session, user, company or client; null for the platform. */
  readonly subject: string | null
  readonly at: number
  readonly exceptSessionId: string | null
  readonly forgetAt: number
}

export interface RevocationPage {
  readonly epoch: string
  /** Whose revocations the feed has; null for everybody's. */
  readonly companyId: number | null
  readonly items: readonly Revocation[]
  readonly next: string
  readonly more: boolean
  readonly asOf: number
}

const scopes = ['session', 'user', 'company', 'client', 'platform'] as const
type Scope = (typeof scopes)[number]

/**
 * A page that does not say for certain what was revoked: of a server that is newer than this verifier. Nothing of it may be honoured, and nothing after
 * it.
 */
export class UnreadablePage extends Error {
  override readonly name = 'UnreadablePage'
}

/**
 * Reads a page of the feed: strictly, where security hangs on it, and leniently elsewhere. A scope that is not known ends something that
 * cannot be told; fields and reasons of later versions are no matter.
 *
 * @throws UnreadablePage
 */
export function readPage(given: unknown): RevocationPage {
  const page = members(given)
  const { company_id: companyId, more, items } = page
  if (companyId !== null && !Number.isSafeInteger(companyId)) throw new UnreadablePage('company_id is no company.')
  if (typeof more !== 'boolean' || !Array.isArray(items)) throw new UnreadablePage('It is no page of the feed.')
  return {
    epoch: text(page, 'epoch'),
    companyId: companyId as number | null,
    items: items.map(readRevocation),
    next: text(page, 'next'),
    more,
    asOf: time(page, 'as_of'),
  }
}

function readRevocation(given: unknown): Revocation {
  const entry = members(given)
  const scope = scopes.find((known) => known === entry['scope'])
  if (scope === undefined) throw new UnreadablePage(`What a revocation of ${JSON.stringify(entry['scope'])} ends is not known here.`)
  return {
    scope,
    subject: scope === 'platform' ? null : text(entry, 'subject'),
    at: time(entry, 'at'),
    exceptSessionId: entry['except_session_id'] === null ? null : text(entry, 'except_session_id'),
    forgetAt: time(entry, 'forget_at'),
  }
}

function members(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null) throw new UnreadablePage('It is no JSON object.')
  return given as Record<string, unknown>
}

function text(of: Readonly<Record<string, unknown>>, name: string): string {
  const value = of[name]
  if (typeof value !== 'string' || value === '') throw new UnreadablePage(`${name} is missing.`)
  return value
}

function time(of: Readonly<Record<string, unknown>>, name: string): number {
  const value = Date.parse(text(of, name))
  if (Number.isNaN(value)) throw new UnreadablePage(`${name} is no time.`)
  return value
}
