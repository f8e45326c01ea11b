import type { Reading } from '../dialect.js'
import { error } from './errors.js'

/** A form or a query string, decoded as RFC 6749 appendix B says. */
export interface Form {
  readonly fields: Readonly<Record<string, string>>
  /** Each parameter that came twice, as `query.` and its name; and `query` where something cannot be decoded, or there are too many. */
  readonly faults: readonly { readonly field: string }[]
}

/** A POST to one of the OAuth endpoints. */
export interface OAuthRequest {
  /** What the body says; undefined where there is none. */
  readonly form: Form | undefined
  /** What the address says behind its `?`. */
  readonly query: Form
  readonly authorization: string | undefined
  /** The `x-api-key` header. */
  readonly apiKey: string | undefined
}

/** The parameters that a request has, of those that were asked for. */
export type Parameters<Name extends string> = Readonly<Partial<Record<Name, string>>>

/**
 * Reads the parameters of a request: they are in the body alone, each once, and one without a value is as if it were not there
 * (RFC 6749 §3.2). One that nobody asks for is passed over, however often it comes: a client may name several of `resource` (RFC 8707 §2).
 *
 * @param longest the names that are asked for, and how many characters the value of each may have
 */
export function readParameters<Name extends string>(
  { form, query }: OAuthRequest,
  longest: Readonly<Record<Name, number>>,
): Reading<Parameters<Name>> {
  if (!isEmpty(query)) return malformed('Parameters belong into the body: the address must have none.')
  if (!form) return malformed('There are no parameters: send them in the body, as application/x-www-form-urlencoded.')
  if (form.faults.some(({ field }) => isOfARead(field, longest)))
    return malformed('A parameter was sent twice or is not percent-encoded UTF-8, or there are too many.')
  const said: Partial<Record<Name, string>> = {}
  for (const name of Object.keys(longest) as Name[]) {
    const value = form.fields[name]
    if (!value) continue
    if (value.length > longest[name]) return malformed(`${name} must have at most ${longest[name]} characters.`)
    said[name] = value
  }
  return { said }
}

/** A request that is not as RFC 6749 has it. @param description says what is wrong, and quotes nothing that was sent */
export function malformed(description: string): { readonly answer: ReturnType<typeof error> } {
  return { answer: error(400, 'invalid_request', description) }
}

function isOfARead(field: string, names: object): boolean {
  return field === 'query' || Object.hasOwn(names, field.replace('query.', ''))
}

function isEmpty({ fields, faults }: Form): boolean {
  return faults.length === 0 && Object.keys(fields).length === 0
}
