/** How an access token is shown: RFC 6750 §2.1, RFC 9449 §7.1. */
export type Scheme = 'Bearer' | 'DPoP'

export type ShownToken =
  | { readonly scheme: Scheme; readonly token: string; readonly refusal?: never }
  | { readonly scheme?: Scheme; readonly refusal: 'no_token' | 'malformed'; readonly token?: never }

const credentials = /^(Bearer|DPoP)(?: +(.*))?$/is
const token68 = /^[\w.~+/-]+=*$/

/** The access token in an `Authorization` header. Credentials of another scheme, such as `Basic`, are none of ours. */
export function shownToken(authorization: string | null | undefined): ShownToken {
  const [, name, token] = credentials.exec(authorization ?? '') ?? []
  if (name === undefined) return { refusal: 'no_token' }
  const scheme = name.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer'
  return token !== undefined && token68.test(token) ? { scheme, token } : { scheme, refusal: 'malformed' }
}
