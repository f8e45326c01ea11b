import type { Instant, Refusal, Seconds } from '@tessera/core'

/** A request as a wire format reads it: strings, and what the body parsed to. */
export interface WireRequest {
  /** What JSON or a form said: an object of fields, or whatever else JSON may hold; undefined without a body. A form's fields are strings. */
  readonly body: unknown
  readonly query: Readonly<Record<string, string>>
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** An answer in a format's own words. Always JSON, never cached; the server adds those two headers itself. */
export interface WireAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What a request says; or, when it cannot be read, the answer to it. */
export type Reading<Said> = { readonly said: Said; readonly answer?: never } | { readonly answer: WireAnswer; readonly said?: never }

export interface RefreshSaid {
  readonly refreshToken: string
  /** For a format that asks for one. */
  readonly apiKey?: string
}

export interface LoginSaid {
  /** As it was typed: the server normalises it. */
  readonly email: string
  readonly password: string
  readonly apiKey?: string
}

/** The tokens of a session that was started or refreshed, and all that a format may say of them. */
export interface HandedOut {
  readonly accessToken: string
  /** RFC 9449 §5: `DPoP` when the session is bound to a key. */
  readonly tokenType: 'Bearer' | 'DPoP'
  readonly accessTokenExpiresAt: Instant
  readonly accessTokenExpiresIn: Seconds
  readonly refreshToken: string
  /** When the session ends if it is not refreshed. */
  readonly refreshTokenExpiresAt: Instant
  readonly refreshTokenExpiresIn: Seconds
  readonly scope: string
  readonly sessionId: string
  /** The client's own name for the device, if it gave one. */
  readonly deviceId: string | null
  readonly user: { readonly id: string; readonly email: string }
  readonly companyId: number
}

/** Why a login that could be read starts no session: private, as a `Refusal` is. */
export const loginRefusals = [
  'user_unknown',
  'wrong_password',
  /** The password is right; the account is disabled. */
  'user_inactive',
  /** The password is right; nobody has shown yet that the address is theirs. */
  'email_unverified',
  /** The password is right; the account has a second factor, and the login brought no code of it. */
  'second_factor_owed',
  /** The password is right; the code of the second factor is not, or was used. */
  'second_factor_wrong',
  /** The password is right; what tells a right code was sealed under another master secret. */
  'second_factor_lost',
  /** The API key that the format asks for is of no use here. */
  'api_key_refused',
  /** The account belongs to another company than the API key. */
  'wrong_company',
  /** The client does not exist, is disabled, or may not log users in this way. */
  'client_unusable',
  /** RFC 9449: the client's sessions have to be bound to a key, and the login proved none. */
  'proof_missing',
  /** The password or the account changed while the password was being verified. */
  'changed_meanwhile',
] as const
export type LoginRefusal = (typeof loginRefusals)[number]

/** What the calls beside a login say, for a format that has them. Each is done by the verb of our own call of that name. */
export interface AccountSaid {
  readonly signUp: { readonly email: string; readonly password: string; readonly name?: string }
  readonly verifyEmail: { readonly email: string; readonly code: string }
  readonly resendVerification: { readonly email: string }
  readonly forgotPassword: { readonly email: string }
  readonly resetPassword: { readonly token: string; readonly newPassword: string }
  /** Of whoever shows the access token in `Authorization`. */
  readonly changePassword: { readonly currentPassword: string; readonly newPassword: string }
}
export const accountCalls = ['signUp', 'verifyEmail', 'resendVerification', 'forgotPassword', 'resetPassword', 'changePassword'] as const
export type AccountCall = (typeof accountCalls)[number]

/** Why each of the calls changes nothing: private, as a `Refusal` is. */
export const accountRefusals = {
  /** Signing up is turned off. */
  signUp: ['sign_up_closed'],
  /** The code is wrong, used or expired; or nobody has the address. */
  verifyEmail: ['code_refused'],
  resendVerification: [],
  forgotPassword: [],
  /** The link's token is wrong, used or expired. */
  resetPassword: ['link_refused'],
  /** The second: the access token is missing, or is good no more. */
  changePassword: ['wrong_password', 'caller_refused'],
} as const satisfies Record<AccountCall, readonly string[]>
export type AccountRefusal<Call extends AccountCall = AccountCall> = (typeof accountRefusals)[Call][number]

/** What the server itself has to say on a format's paths, before or instead of the format. */
export const troubles = [
  'malformed_request',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'payload_too_large',
  'uri_too_long',
  'unsupported_media_type',
  'headers_too_large',
  'too_many_requests',
  /** Of ours: the client's token is as good as before. */
  'internal_error',
  /** Of ours, and it will pass. */
  'unavailable',
] as const
export type Trouble = (typeof troubles)[number]

/** One thing that a request says, and where. Where two inputs hold the same, either will do; nothing else may be left out but what is optional. */
export interface Input<Part extends string> {
  readonly name: string
  readonly in: 'body' | 'query' | 'header'
  /** Which part of what is said. */
  readonly holds: Part
  /** It may be left out. */
  readonly optional?: true
}

interface DialectRoute<Said> {
  /** One sentence, for the reference. */
  readonly summary: string
  /** What `read` looks at, for the reference. */
  readonly inputs: readonly Input<keyof Said & string>[]
  /** Every address that it is served at, always by POST. */
  readonly paths: readonly `/${string}`[]
  /** JSON always may be sent; a form where the format takes one. */
  readonly takesForms?: boolean
}

export interface RefreshRoute extends DialectRoute<RefreshSaid> {
  readonly read: (request: WireRequest) => Reading<RefreshSaid>
  readonly answer: (handedOut: HandedOut) => WireAnswer
  /** Total: a new refusal does not compile until the format has a word for it. */
  readonly errors: Readonly<Record<Refusal, WireAnswer>>
}

export interface LoginRoute extends DialectRoute<LoginSaid> {
  readonly read: (request: WireRequest) => Reading<LoginSaid>
  readonly answer: (handedOut: HandedOut) => WireAnswer
  readonly errors: Readonly<Record<LoginRefusal, WireAnswer>>
}

export interface AccountRoute<Said> extends DialectRoute<Said> {
  readonly read: (request: WireRequest) => Reading<Said>
  /** Says that it was done; or, where nobody may learn whether there is an account, that it was taken. */
  readonly done: WireAnswer
  readonly errors: Readonly<Record<AccountRefusal, WireAnswer>>
  /** What was said cannot be taken. @param sentence for a person; quotes nothing that was sent */
  readonly unfit: (sentence: string) => WireAnswer
}

/** The calls about an account that a format has beside its login. */
export type AccountRoutes = { readonly [Call in AccountCall]: AccountRoute<AccountSaid[Call]> }

/** One documented wire format. It chooses words, never outcomes: strings in, strings out. */
export interface Dialect {
  /** Lower case: as settings, clients and logs name it. */
  readonly name: string
  readonly title: string
  readonly refresh: RefreshRoute
  /** Where the format documents a login beside its refresh. */
  readonly logIn?: LoginRoute
  /** Where the format has calls for signing up, for passwords and so on. */
  readonly accounts?: AccountRoutes
  /** What the server refuses by itself on these paths, in the format's shape. */
  readonly trouble: Readonly<Record<Trouble, WireAnswer>>
  /** How long an access token lives where the client has no setting of its own; absent: the platform's. */
  readonly accessTokenLifetime?: Seconds
  /** Its documented clients may keep presenting one token: `strict` would sign them out. */
  readonly clientsNeedNotRotate?: true
}

/** Every route of a format, the refresh first. */
export function routesOf({ refresh, logIn, accounts }: Dialect): readonly (RefreshRoute | LoginRoute | AccountRoutes[AccountCall])[] {
  return [refresh, ...(logIn ? [logIn] : []), ...(accounts ? accountCalls.map((call) => accounts[call]) : [])]
}
